package dev.understudy.core.s3;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a thread and of the threads that it starts, including retries. All clients
 * share one instance. Each sends on the caller's thread.
 */
public final class CallCounter {
  @SuppressWarnings("ThreadLocalUsage") // one per counter: each counts for its own clients
  private final InheritableThreadLocal<@Nullable AtomicInteger> calls =
      new InheritableThreadLocal<>();

  /** Called before each request, on the caller's thread. */
  void attempt() {
    AtomicInteger count = calls.get();
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** Runs the task; returns its result and the number of its calls. */
  public <T> Counted<T> count(Supplier<T> task) {
    AtomicInteger count = new AtomicInteger();
    calls.set(count);
    T result = task.get();
    return new Counted<>(result, count.get());
  }

  /** A result and the number of calls that it took. */
  public record Counted<T>(T result, int calls) {}
}
