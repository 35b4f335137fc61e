package dev.understudy.replicator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls, several at a time. No call outlives {@link #run}: Lambda would resume a request left
 * running when it thaws the environment.
 */
final class ParallelCalls {
  private ParallelCalls() {}

  /**
   * Returns or throws once no call is in progress.
   *
   * @param whenTimeIsUp runs once if calls are still in progress after this time; must not throw
   * @return the results, in order
   * @throws RuntimeException the failure of the first call in order that failed
   */
  static <T> List<T> run(
      int parallel, List<Supplier<T>> calls, Duration time, Runnable whenTimeIsUp) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallel, calls.size()));
    try {
      List<Future<T>> futures = new ArrayList<>();
      calls.forEach(call -> futures.add(threads.submit(call::get)));
      threads.shutdown();
      if (!threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
        whenTimeIsUp.run();
      }
      return results(futures);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for calls", e);
    } finally {
      threads.shutdown();
    }
  }

  private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>();
    @Nullable Throwable failure = null;
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return results;
  }
}
