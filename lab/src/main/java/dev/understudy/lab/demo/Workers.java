package dev.understudy.lab.demo;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Several clients at a time. */
final class Workers {
  private Workers() {}

  /**
   * Does the work for each item, that many at a time, and returns when all is done.
   *
   * @throws IllegalStateException with the first failure as its cause; what was not begun by then
   *     is not done
   */
  static <T> void each(int atATime, List<T> items, Consumer<T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(atATime);
    try {
      List<? extends Future<?>> all =
          items.stream().map(item -> threads.submit(() -> work.accept(item))).toList();
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
