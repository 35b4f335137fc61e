package dev.understudy.lab.client;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs client work concurrently. */
public final class ParallelClients {
  private ParallelClients() {}

  /**
   * Runs the action for each item and returns when all have ended.
   *
   * @param parallel the number of threads
   * @throws IllegalStateException with the first failure as its cause; items not yet begun are left
   *     out
   */
  public static <T> void each(int parallel, List<T> items, Consumer<T> action) {
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<? extends Future<?>> all =
          items.stream().map(item -> threads.submit(() -> action.accept(item))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A client failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("A client was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
