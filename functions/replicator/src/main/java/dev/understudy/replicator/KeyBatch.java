package dev.understudy.replicator;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Converges the keys of one invocation, several at a time. Each key is converged once, even if
 * several hints name it.
 */
final class KeyBatch {
  private static final Outcome NO_TIME = new Outcome.OutOfTime("The invocation had no time left");

  /** The task of the key began, and an error ended it that could not even be logged. */
  private static final Outcome NO_OUTCOME =
      new Outcome.InDoubt("An unexpected error ended the task of this key");

  /**
   * The delay of the fresh hint for a key that changed in every round. Further changes send events
   * anyway; an immediate retry would only take time from other keys.
   */
  private static final Duration RESTLESS_DELAY = Duration.ofSeconds(2);

  private final StoreConnections stores;
  private final HintQueue queue;
  private final CallCounter calls;
  private final OutcomeTelemetry telemetry;
  private final StandbyCheckReporter standbyCheck;
  private final TaskPool pool;
  private final Bandwidth bandwidth;
  private final Queue<Transfers.Abandoned> abandoned = new ConcurrentLinkedQueue<>();

  /**
   * @param calls the counter that the clients of both stores report to
   * @param bandwidth what all keys of this execution environment share
   */
  KeyBatch(
      StoreConnections stores,
      HintQueue queue,
      CallCounter calls,
      OutcomeTelemetry telemetry,
      TaskPool pool,
      Bandwidth bandwidth) {
    this.stores = stores;
    this.queue = queue;
    this.calls = calls;
    this.telemetry = telemetry;
    this.standbyCheck = new StandbyCheckReporter(stores, telemetry);
    this.pool = pool;
    this.bandwidth = bandwidth;
  }

  /** The outcome of every key. All tasks have ended when this returns. */
  Map<ObjectKey, Outcome> run(Map<ObjectKey, List<Hint>> hints, Invocation invocation) {
    Map<ObjectKey, Outcome> outcomes = new ConcurrentHashMap<>();
    Set<ObjectKey> begun = ConcurrentHashMap.newKeySet();
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(this::abortAbandoned);
    Transfers transfers = new Transfers(invocation.deadline(), bandwidth);
    hints.forEach(
        (key, hintsOfKey) ->
            tasks.add(
                () -> {
                  begun.add(key);
                  outcomes.put(key, converge(key, hintsOfKey, invocation, transfers));
                }));
    pool.run(tasks, invocation.deadline());
    abandoned.addAll(transfers.abandoned());
    hints
        .keySet()
        .forEach(key -> outcomes.putIfAbsent(key, begun.contains(key) ? NO_OUTCOME : NO_TIME));
    return outcomes;
  }

  private Outcome converge(
      ObjectKey key, Collection<Hint> hints, Invocation invocation, Transfers transfers) {
    // Not counted: the key that happens to be first would seem expensive.
    standbyCheck.checkOnce();
    long began = System.nanoTime();
    Optional<Instant> since =
        hints.stream().map(Hint::time).flatMap(Optional::stream).min(Instant::compareTo);
    // A change restarts the count: only a chain of fresh hints could go on by itself.
    int renewals = hints.stream().mapToInt(Hint::renewals).min().orElse(0);
    var counted = calls.count(() -> settle(new Hint(key, since, renewals), transfers));
    telemetry.converged(
        new OutcomeTelemetry.Converged(
            key,
            counted.result(),
            hints.size(),
            since,
            counted.calls(),
            (System.nanoTime() - began) / 1_000_000),
        invocation.requestId());
    return counted.result();
  }

  /** Repeats aborts that failed in an earlier invocation, over the current connection. */
  private void abortAbandoned() {
    for (var upload = abandoned.poll(); upload != null; upload = abandoned.poll()) {
      try {
        stores.current().abort(upload);
      } catch (StoreException | ConfigurationException e) {
        abandoned.add(upload);
        return;
      }
    }
  }

  private Outcome settle(Hint hint, Transfers transfers) {
    Outcome outcome = attempt(hint, transfers);
    boolean isRestless = outcome instanceof Outcome.Restless;
    if (!isRestless && !(outcome instanceof Outcome.Continued)) {
      return outcome;
    }
    Optional<Hint> fresh = hint.renewed();
    if (fresh.isEmpty()) {
      return new Outcome.Unavailable(
          "%s, after %d fresh hints in a row".formatted(outcome.label(), hint.renewals()));
    }
    return queue.send(fresh.get(), isRestless ? RESTLESS_DELAY : Duration.ZERO)
        ? outcome
        : new Outcome.Unavailable(outcome.label() + ", but no fresh hint could be sent");
  }

  private Outcome attempt(Hint hint, Transfers transfers) {
    if (transfers.deadline().isPassed()) {
      // The connections are broken by now, and a new one would outlast the invocation.
      return NO_TIME;
    }
    try {
      return withCurrentSecret(hint, transfers);
    } catch (StoreException.InDoubt e) {
      return new Outcome.InDoubt(cause(e));
    } catch (StoreException.Corrupt e) {
      return new Outcome.Corrupt(cause(e));
    } catch (StoreException | ConfigurationException e) {
      return new Outcome.Unavailable(cause(e));
    } catch (RuntimeException | Error e) {
      // After an unexpected error a write may still be in progress. An Error is the JVM's, for
      // example OutOfMemoryError.
      telemetry.unexpected(hint.key(), e);
      return new Outcome.InDoubt(e.toString());
    }
  }

  private Outcome withCurrentSecret(Hint hint, Transfers transfers) {
    StoreConnections.Connection connection = stores.current();
    try {
      return converge(connection, hint, transfers);
    } catch (StoreException.Unavailable e) {
      if (e.newerSecretMayHelp() && stores.renew(connection)) {
        return converge(stores.current(), hint, transfers);
      }
      throw e;
    }
  }

  /** Hints without a time come from the reconciler and from operators, not from a change. */
  private Outcome converge(StoreConnections.Connection connection, Hint hint, Transfers transfers) {
    ObjectKey key = hint.key();
    Converge converge = connection.converge();
    Outcome outcome =
        hint.time().isPresent() ? converge.run(key, transfers) : converge.repair(key, transfers);
    try {
      connection.notes().write(key, outcome);
    } catch (StoreException e) {
      // The note is written with the next hint. The reconciler sends one at a refused object.
      telemetry.noteFailed(key, e);
    }
    return outcome;
  }

  private static String cause(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
