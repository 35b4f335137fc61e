package dev.understudy.core.s3;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the requests, attempts of the SDK included, that a thread and those that it starts make
 * while it works on one thing. Give one instance to all clients. The SDK's synchronous clients send
 * on the thread that called them.
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

  /** What came of the work, and how many calls it made. */
  public <T> Counted<T> count(Supplier<T> work) {
    AtomicInteger count = new AtomicInteger();
    calls.set(count);
    T result = work.get();
    return new Counted<>(result, count.get());
  }

  /** A result with the number of calls that it took. */
  public record Counted<T>(T result, int calls) {}
}
