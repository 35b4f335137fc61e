package dev.understudy.replicator;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Converges the keys of one invocation, several at a time, each once however many hints named it.
 */
final class KeyBatch {
  private static final Outcome NO_TIME = new Outcome.Unavailable("The invocation's time was up");

  /**
   * How long a key that changed in every round is left to come to rest. Its next changes bring
   * events of their own; to try again at once only takes from the others what they wait for.
   */
  private static final Duration REST = Duration.ofSeconds(2);

  private final StoreConnections stores;
  private final HintQueue queue;
  private final CallCounter calls;
  private final OutcomeTelemetry signals;
  private final StandbyCheckReporter watch;
  private final TaskPool pool;

  /**
   * @param calls is given to the clients of both stores
   */
  KeyBatch(
      StoreConnections stores,
      HintQueue queue,
      CallCounter calls,
      OutcomeTelemetry signals,
      TaskPool pool) {
    this.stores = stores;
    this.queue = queue;
    this.calls = calls;
    this.signals = signals;
    this.watch = new StandbyCheckReporter(stores, signals);
    this.pool = pool;
  }

  /** What became of every key; nothing runs any more when this returns. */
  Map<ObjectKey, Outcome> run(Map<ObjectKey, List<Hint>> hints, Invocation invocation) {
    Map<ObjectKey, Outcome> outcomes = new ConcurrentHashMap<>();
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(watch::look);
    hints.forEach((key, own) -> tasks.add(() -> outcomes.put(key, converge(key, own, invocation))));
    pool.run(tasks, invocation.deadline());
    hints.keySet().forEach(key -> outcomes.putIfAbsent(key, NO_TIME));
    return outcomes;
  }

  private Outcome converge(ObjectKey key, Collection<Hint> hints, Invocation invocation) {
    long began = System.nanoTime();
    Optional<Instant> since =
        hints.stream().map(Hint::time).flatMap(Optional::stream).min(Instant::compareTo);
    var counted = calls.count(() -> settle(new Hint(key, since), invocation.deadline()));
    signals.converged(
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

  private Outcome settle(Hint hint, Deadline deadline) {
    Outcome outcome = attempt(hint.key(), deadline);
    boolean isRestless = outcome instanceof Outcome.Restless;
    boolean goesOn = isRestless || outcome instanceof Outcome.Continued;
    return goesOn && !queue.send(hint, isRestless ? REST : Duration.ZERO)
        ? new Outcome.Unavailable(outcome.label() + ", but no fresh hint could be sent")
        : outcome;
  }

  private Outcome attempt(ObjectKey key, Deadline deadline) {
    try {
      return withCurrentSecret(key, deadline);
    } catch (StoreException.InDoubt e) {
      return new Outcome.InDoubt(cause(e));
    } catch (StoreException.Corrupt e) {
      return new Outcome.Corrupt(cause(e));
    } catch (StoreException | ConfigurationException e) {
      return new Outcome.Unavailable(cause(e));
    } catch (RuntimeException e) {
      // Unforeseen, so it cannot be said whether a write is under way.
      signals.unforeseen(key, e);
      return new Outcome.InDoubt(e.toString());
    }
  }

  private Outcome withCurrentSecret(ObjectKey key, Deadline deadline) {
    StoreConnections.Connection connection = stores.current();
    try {
      return connection.converge().run(key, deadline);
    } catch (StoreException.Unavailable e) {
      if (e.credentialsRejected() && stores.renew(connection)) {
        return stores.current().converge().run(key, deadline);
      }
      throw e;
    }
  }

  private static String cause(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
