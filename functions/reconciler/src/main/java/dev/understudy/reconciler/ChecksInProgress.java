package dev.understudy.reconciler;

import dev.understudy.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Checks of keys that run in other threads. Their results are taken in the order in which the
 * checks began, by the thread that calls. Used by one thread.
 */
final class ChecksInProgress {
  private final ExecutorService threads;
  private final Deque<Check> running = new ArrayDeque<>();

  private record Check(Future<CheckedKey> result, Consumer<CheckedKey> then) {}

  /**
   * @param threads bounds the number of parallel checks
   */
  ChecksInProgress(ExecutorService threads) {
    this.threads = threads;
  }

  /**
   * Begins a check.
   *
   * @param then takes its result; may begin another check
   */
  void begin(Callable<CheckedKey> check, Consumer<CheckedKey> then) {
    running.add(new Check(threads.submit(check), then));
  }

  /** As {@link #finish(int)}, until none is left. */
  void finish() {
    finish(0);
  }

  /**
   * Waits until at most this many checks have no result yet.
   *
   * @throws StoreException if a store failed, as opposed to refusing a key
   */
  void finish(int max) {
    while (running.size() > max) {
      Check first = running.remove();
      first.then.accept(result(first.result));
    }
  }

  private static CheckedKey result(Future<CheckedKey> check) {
    try {
      return check.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("Interrupted while keys were checked", false, e);
    }
  }
}
