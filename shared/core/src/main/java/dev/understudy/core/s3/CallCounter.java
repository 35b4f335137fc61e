package dev.understudy.core.s3;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the requests of a thread and of the threads that it starts, including the SDK's retries.
 * All clients share one instance. It works because the SDK's synchronous clients send on the
 * caller's thread.
 */
public final class CallCounter implements ExecutionInterceptor {
  @SuppressWarnings("ThreadLocalUsage") // one per counter: each counts for its own clients
  private final InheritableThreadLocal<@Nullable AtomicInteger> calls =
      new InheritableThreadLocal<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
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
