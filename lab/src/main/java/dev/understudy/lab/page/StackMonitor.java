package dev.understudy.lab.page;

import dev.understudy.lab.queue.Queue;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.Health;
import dev.understudy.page.History;
import dev.understudy.page.PageState;
import dev.understudy.page.PageState.Keys;
import dev.understudy.page.Proof;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stack: the queues, the outcomes and the edge each second, the health probe, the keys
 * and the proof every few seconds. A part that cannot be read does not hide the others.
 */
final class StackMonitor implements AutoCloseable {
  private static final long READ_MILLIS = 100;
  private static final long SAMPLE_MILLIS = 1_000;
  private static final long EMBEDDED_SECONDS = 5;

  /** A listing of a real S3 costs money. */
  private static final long REAL_SECONDS = 60;

  private final Stack stack;
  private final History history;
  private final OutcomeLog outcomes;
  private final Optional<LocalEdge> edge;
  private final SideReader sides;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(3, StackMonitor::daemon);
  private final Map<String, String> notes = new ConcurrentHashMap<>();
  private volatile @Nullable Health health;
  private volatile @Nullable Keys keys;
  private volatile PageState.@Nullable Queues queues;
  private volatile Optional<Map<String, ?>> proof = Optional.empty();

  private StackMonitor(Stack stack, History history, Optional<LocalEdge> edge) {
    this.stack = stack;
    this.history = history;
    this.outcomes = new OutcomeLog(history);
    this.edge = edge;
    this.sides = new SideReader(stack);
    if (edge.isEmpty()) {
      notes.put("edge", "No edge runs, because a store is a real server");
    }
  }

  /** Begins to read; the caller closes the monitor. */
  static StackMonitor start(Stack stack, History history, Optional<LocalEdge> edge) {
    StackMonitor monitor = new StackMonitor(stack, history, edge);
    monitor.start();
    return monitor;
  }

  private void start() {
    stack.follow(outcomes);
    boolean embedded = stack.primary().embedded() && stack.standby().embedded();
    edge.ifPresent(local -> repeat(local::read, READ_MILLIS));
    repeat(this::sample, SAMPLE_MILLIS);
    repeat(this::readSides, 1_000 * (embedded ? EMBEDDED_SECONDS : REAL_SECONDS));
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
    Map<String, Double> values = new HashMap<>(outcomes.drain());
    edge.ifPresent(local -> values.putAll(local.drain()));
    refresh("queues", this::readQueues, read -> queues = read.orElse(null));
    PageState.Queues waiting = queues;
    if (waiting != null) {
      values.put("changes", (double) waiting.changes());
      values.put("repairs", (double) waiting.repairs());
      values.put("deadLetter", (double) waiting.deadLetter());
    }
    history.sample(System.currentTimeMillis(), values);
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

  private void readSides() {
    refresh("health", sides::health, this::changeHealth);
    refresh("keys", sides::keys, read -> keys = read.orElse(null));
    // While the standby is down, the last proof that was read keeps its age.
    refresh("proof", sides::proof, read -> read.ifPresent(found -> proof = found));
  }

  private void changeHealth(Optional<Health> read) {
    Health before = health;
    health = read.orElse(null);
    read.map(Health::verdict)
        .filter(verdict -> before == null || !before.verdict().equals(verdict))
        .ifPresent(verdict -> history.event("Health probe: " + verdict));
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

  /** The newest state. */
  PageState state(List<PageState.Action> actions) {
    Instant now = Instant.now();
    return new PageState(
        "local stack",
        now.toEpochMilli(),
        health,
        queues,
        keys,
        proof.flatMap(found -> Proof.of(found, now)).orElse(null),
        edge.map(LocalEdge::state).orElse(null),
        null,
        history.outcomes(),
        history.events(),
        history.series(),
        actions,
        Map.copyOf(notes));
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
    sides.close();
  }
}
