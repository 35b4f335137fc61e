package dev.understudy.lab.page;

import dev.understudy.lab.stack.Stack;
import dev.understudy.page.History;
import dev.understudy.page.PageState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the stacks: the queues, the outcomes and the edge each second, the health probes, the keys
 * and the proofs every few seconds.
 */
final class StackMonitor implements AutoCloseable {
  private static final long READ_MILLIS = 100;
  private static final long SAMPLE_MILLIS = 1_000;
  private static final long EMBEDDED_SECONDS = 5;

  /** A listing of a real primary costs money. */
  private static final long REAL_SECONDS = 60;

  private final Stack stack;
  private final History history;
  private final Optional<LocalEdge> edge;
  private final StandbyMonitor first;
  private final List<StandbyMonitor> all;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(3, StackMonitor::daemon);

  private StackMonitor(List<Stack> stacks, History history, Optional<LocalEdge> edge) {
    this.stack = stacks.get(0);
    this.history = history;
    this.edge = edge;
    this.all =
        stacks.stream()
            .map(
                one ->
                    new StandbyMonitor(one, history, stacks.size() == 1 ? "" : one.name() + ": "))
            .toList();
    this.first = all.get(0);
  }

  /**
   * Begins to read; the caller closes the monitor.
   *
   * @param stacks one for each standby
   */
  static StackMonitor start(List<Stack> stacks, History history, Optional<LocalEdge> edge) {
    StackMonitor monitor = new StackMonitor(stacks, history, edge);
    monitor.start();
    return monitor;
  }

  private void start() {
    boolean embedded = stack.primary().embedded();
    edge.ifPresent(local -> repeat(local::read, READ_MILLIS));
    repeat(this::sample, SAMPLE_MILLIS);
    repeat(
        () -> all.forEach(StandbyMonitor::readSides),
        1_000 * (embedded ? EMBEDDED_SECONDS : REAL_SECONDS));
  }

  private void repeat(Runnable work, long millis) {
    Future<?> unused = threads.scheduleWithFixedDelay(work, 0, millis, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "page-monitor");
    thread.setDaemon(true);
    return thread;
  }

  private void sample() {
    Map<String, Double> values = new HashMap<>(first.sample());
    all.stream().skip(1).forEach(more -> values.putAll(more.sampleOfSeveral()));
    edge.ifPresent(local -> values.putAll(local.drain()));
    history.sample(System.currentTimeMillis(), values);
  }

  /** The newest state. */
  PageState state(List<PageState.Action> actions) {
    Instant now = Instant.now();
    List<PageState.Standby> standbys = all.stream().map(one -> one.state(now)).toList();
    PageState.Standby shown = standbys.get(0);
    Map<String, String> notes = new HashMap<>(first.notes());
    if (edge.isEmpty()) {
      notes.put("edge", "No edge runs, because the primary is a real server");
    }
    return new PageState(
        "local stack",
        now.toEpochMilli(),
        first.health(),
        shown.queues(),
        shown.keys(),
        shown.proof(),
        edge.map(LocalEdge::state).orElse(null),
        null,
        history.outcomes(),
        history.events(),
        history.series(),
        actions,
        notes,
        all.size() == 1 ? List.of() : standbys);
  }

  /** Ends the threads, waiting up to five seconds for what they read. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(StandbyMonitor::close);
  }
}
