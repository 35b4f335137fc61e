package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.page.History;
import dev.understudy.page.PageServer;
import dev.understudy.page.PageState;
import dev.understudy.page.PageState.Series;
import dev.understudy.page.Proof;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The page of an installation, on the loopback interface. It only shows: it has no buttons. One
 * thread updates it; requests see the newest state.
 */
final class StatusPage implements AutoCloseable {
  private final Installation installation;
  private final StackMetrics metrics;
  private final Optional<StackCosts> costs;
  private final Output output;
  private final History history;
  private final PageServer server;
  private volatile PageState state;
  private String verdict = "";
  private TreeSet<String> alarms = new TreeSet<>();

  /**
   * Starts the page, which is empty before the first {@link #update}.
   *
   * @param costs of a deployed stack; empty for a local stack
   * @param port 0 for any free port
   * @param intervalSeconds between two updates
   * @throws ConfigurationException if the port is in use
   */
  StatusPage(
      Installation installation,
      Optional<StackCosts> costs,
      Output output,
      int port,
      int intervalSeconds) {
    this.installation = installation;
    this.costs = costs;
    this.output = output;
    this.history = new History(intervalSeconds);
    this.state = state(new StatusView(Map.of(), Optional.empty()), history.series(), Map.of());
    try {
      this.server = PageServer.start(port, () -> state);
    } catch (UncheckedIOException e) {
      throw new ConfigurationException("--port: %s".formatted(e.getMessage()));
    }
    this.metrics = new StackMetrics(installation);
  }

  URI uri() {
    return server.uri();
  }

  /** Reads the installation, as the command does without the page. */
  void update() {
    Status status = Status.read(installation, metrics, costs, output);
    StatusView view = new StatusView(status.fields(), status.probeAnswer());
    note(view);
    history.sample(Instant.now().toEpochMilli(), view.sample());
    Map<String, String> notes = view.notes();
    state =
        state(view, installation.stack().isPresent() ? minutes(notes) : history.series(), notes);
  }

  /** From CloudWatch, which knows the past too. */
  private Series minutes(Map<String, String> notes) {
    try {
      return metrics.minutes();
    } catch (RuntimeException e) {
      notes.put("lag", "cannot be read: " + Failures.message(e));
      return history.series();
    }
  }

  /** Adds a change of the verdict or of the alarms to the events. */
  private void note(StatusView view) {
    view.verdict()
        .filter(now -> !now.equals(verdict))
        .ifPresent(
            now -> {
              history.event("Health probe: " + now);
              verdict = now;
            });
    TreeSet<String> on = new TreeSet<>(view.alarms());
    on.stream()
        .filter(name -> !alarms.contains(name))
        .forEach(name -> history.event("Alarm on: " + name));
    alarms.stream()
        .filter(name -> !on.contains(name))
        .forEach(name -> history.event("Alarm off: " + name));
    alarms = on;
  }

  private PageState state(StatusView view, Series series, Map<String, String> notes) {
    Instant now = Instant.now();
    Optional<Proof> proof = view.proof(now);
    return new PageState(
        installation.stack().orElse("bucket " + installation.deployment().primaryBucket()),
        now.toEpochMilli(),
        view.health().orElse(null),
        view.queues().orElse(null),
        proof.map(last -> new PageState.Keys(last.keys(), last.keys(), true)).orElse(null),
        proof.orElse(null),
        view.edge().orElse(null),
        view.costs().orElse(null),
        List.of(),
        history.events(),
        series,
        List.of(),
        notes,
        List.of());
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
