package dev.understudy.core.s3;

import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the requests, attempts of the SDK included, that a thread makes while it works on one
 * thing. Give one instance to all clients. The SDK's synchronous clients send on the thread that
 * called them.
 */
public final class CallCounter implements ExecutionInterceptor {
  private final ThreadLocal<int[]> calls = ThreadLocal.withInitial(() -> new int[1]);

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    calls.get()[0]++;
  }

  /** What came of the work, and how many calls it made. */
  public <T> Counted<T> count(Supplier<T> work) {
    calls.get()[0] = 0;
    T result = work.get();
    return new Counted<>(result, calls.get()[0]);
  }

  /** A result with the number of calls that it took. */
  public record Counted<T>(T result, int calls) {}
}
