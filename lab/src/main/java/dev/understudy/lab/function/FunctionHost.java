package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs one function as Lambda does. A handler serves one invocation at a time and is reused;
 * concurrent invocations create further handlers. An exception becomes an error response, and an
 * invocation that exceeds the timeout fails.
 *
 * <p>Unlike Lambda, a JVM cannot kill a handler after its timeout: the handler is interrupted and
 * never reused.
 */
public final class FunctionHost implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final FunctionSettings settings;
  private final Supplier<? extends RequestStreamHandler> handlers;
  private final ConcurrentLinkedDeque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();
  private final Map<String, InvocationLog> running = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  /**
   * @param handlers creates a handler for an invocation that finds no idle one, as a cold start
   *     does
   */
  public FunctionHost(
      FunctionSettings settings, Supplier<? extends RequestStreamHandler> handlers) {
    this.settings = settings;
    this.handlers = handlers;
    this.threads = Executors.newCachedThreadPool(work -> new Thread(work, settings.name()));
  }

  public FunctionSettings settings() {
    return settings;
  }

  /**
   * Invokes the function and waits for the result; an exception of the handler becomes a result.
   */
  public InvocationResult invoke(String payload) {
    return invoke(payload, settings.arn());
  }

  /** Like {@link #invoke(String)}, for a caller that named the function with a qualifier. */
  public InvocationResult invoke(String payload, String invokedArn) {
    String requestId = UUID.randomUUID().toString();
    InvocationLog log = new InvocationLog();
    running.put(requestId, log);
    try {
      log.log("START RequestId: %s Version: %s".formatted(requestId, FunctionSettings.VERSION));
      long start = System.nanoTime();
      HandlerOutcome ending =
          run(payload, new InvocationContext(settings, requestId, invokedArn, log));
      log.log("END RequestId: " + requestId);
      log.log(report(requestId, System.nanoTime() - start));
      return ending.result(requestId, log.tail());
    } finally {
      running.remove(requestId);
    }
  }

  /** Adds a line to the log of a running invocation; has no effect for any other request ID. */
  public void log(String requestId, String line) {
    Optional.ofNullable(running.get(requestId)).ifPresent(log -> log.log(line));
  }

  private HandlerOutcome run(String payload, InvocationContext context) {
    Future<HandlerOutcome> invocation;
    try {
      invocation = threads.submit(() -> handle(payload, context));
    } catch (RejectedExecutionException e) {
      return new HandlerOutcome.Stopped("The stack is stopping");
    }
    return end(invocation);
  }

  private HandlerOutcome end(Future<HandlerOutcome> invocation) {
    try {
      return invocation.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new HandlerOutcome.Threw(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      invocation.cancel(true);
      return new HandlerOutcome.Stopped("Task timed out after %.2f seconds".formatted(seconds()));
    } catch (InterruptedException e) {
      invocation.cancel(true);
      Thread.currentThread().interrupt();
      return new HandlerOutcome.Stopped("The stack is stopping");
    }
  }

  private double seconds() {
    return settings.timeout().toMillis() / 1000.0;
  }

  private HandlerOutcome handle(String payload, InvocationContext context) throws Exception {
    RequestStreamHandler handler = idle.pollFirst();
    if (handler == null) {
      handler = handlers.get();
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), output, context);
      return new HandlerOutcome.Returned(output.toString(UTF_8));
    } finally {
      if (context.getRemainingTimeInMillis() > 0) {
        idle.addFirst(handler);
      }
    }
  }

  private String report(String requestId, long nanos) {
    double millis = nanos / 1e6;
    return String.format(
        Locale.ROOT,
        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB",
        requestId,
        millis,
        (long) Math.ceil(millis),
        settings.memoryMegabytes());
  }

  /** Accepts no further invocation and waits up to 30 seconds for the running ones. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
