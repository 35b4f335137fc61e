package dev.understudy.lab.page;

import dev.understudy.lab.page.SideReader.Probed;
import dev.understudy.lab.queue.Queue;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.Health;
import dev.understudy.page.History;
import dev.understudy.page.PageState;
import dev.understudy.page.PageState.Keys;
import dev.understudy.page.Proof;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what belongs to one standby: queues, outcomes, health probe, keys and proof. A part that
 * cannot be read does not hide the others.
 */
final class StandbyMonitor implements AutoCloseable {
  private static final String LAG = "lagP99";

  private final Stack stack;
  private final History history;
  private final String prefix;
  private final OutcomeLog outcomes;
  private final SideReader sides;
  private final Map<String, String> notes = new ConcurrentHashMap<>();
  private volatile @Nullable Probed probed;
  private volatile @Nullable Keys keys;
  private volatile PageState.@Nullable Queues queues;
  private volatile @Nullable Double lag;
  private volatile Optional<Map<String, ?>> proof = Optional.empty();

  /**
   * Begins to follow the log; the caller closes the monitor.
   *
   * @param prefix what each event and key begins with
   */
  StandbyMonitor(Stack stack, History history, String prefix) {
    this.stack = stack;
    this.history = history;
    this.prefix = prefix;
    this.outcomes = new OutcomeLog(history, prefix);
    this.sides = new SideReader(stack);
    stack.follow(outcomes);
  }

  /** Counts and lags since the last call, and the messages now. */
  Map<String, Double> sample() {
    Map<String, Double> values = new HashMap<>(outcomes.drain());
    Double newest = values.get(LAG);
    if (newest != null) {
      lag = newest;
    }
    refresh("queues", this::readQueues, read -> queues = read.orElse(null));
    PageState.Queues waiting = queues;
    if (waiting != null) {
      values.put("changes", (double) waiting.changes());
      values.put("repairs", (double) waiting.repairs());
      values.put("deadLetter", (double) waiting.deadLetter());
    }
    return values;
  }

  /** As {@link #sample}, with the names that tell this standby's series apart. */
  Map<String, Double> sampleOfSeveral() {
    Double newest = sample().get(LAG);
    Map<String, Double> named = new HashMap<>();
    String suffix = stack.name().suffix();
    if (newest != null) {
      named.put(LAG + suffix, newest);
    }
    PageState.Queues waiting = queues;
    if (waiting != null) {
      named.put("waiting" + suffix, (double) (waiting.changes() + waiting.repairs()));
    }
    return named;
  }

  private PageState.Queues readQueues() {
    return new PageState.Queues(
        depth(stack.queues().changes()),
        depth(stack.queues().repairs()),
        depth(stack.queues().deadLetter()));
  }

  private long depth(Queue queue) {
    return stack.queues().backlog(queue).total();
  }

  /** Reads what takes more than a moment. */
  void readSides() {
    refresh("health", sides::probe, this::changeHealth);
    refresh("keys", sides::keys, read -> keys = read.orElse(null));
    // While the standby is down, the last proof that was read keeps its age.
    refresh("proof", sides::proof, read -> read.ifPresent(found -> proof = found));
  }

  private void changeHealth(Optional<Probed> read) {
    Health before = health();
    probed = read.orElse(null);
    read.map(now -> now.health().verdict())
        .filter(verdict -> before == null || !before.verdict().equals(verdict))
        .ifPresent(verdict -> history.event(prefix + "Health probe: " + verdict));
  }

  /** Passes on an empty value, and notes why, if the part cannot be read. */
  private <T> void refresh(String part, Supplier<T> reader, Consumer<Optional<T>> consumer) {
    try {
      consumer.accept(Optional.of(reader.get()));
      notes.remove(part);
    } catch (RuntimeException e) {
      consumer.accept(Optional.empty());
      notes.put(part, "cannot be read: " + cause(e).getMessage());
    }
  }

  /** The innermost cause, such as "Connection refused", without the layers of a client. */
  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Nullable Health health() {
    Probed newest = probed;
    return newest == null ? null : newest.health();
  }

  /** The newest values. */
  PageState.Standby state(Instant now) {
    Probed newest = probed;
    return new PageState.Standby(
        stack.name().toString(),
        newest == null ? null : newest.health().verdict(),
        newest == null ? null : newest.level().orElse(null),
        lag,
        queues,
        keys,
        proof.flatMap(found -> Proof.of(found, now)).orElse(null));
  }

  /** Why a part is unknown, by its name. */
  Map<String, String> notes() {
    return Map.copyOf(notes);
  }

  @Override
  public void close() {
    sides.close();
  }
}
