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
 * Runs one function as Lambda does: a handler object serves one invocation at a time and is used
 * again afterwards, further ones are made when several invocations run at once, an exception is an
 * answer, and an invocation that outlasts the timeout has failed.
 *
 * <p>Unlike Lambda, a JVM cannot kill a handler that is out of time: it is interrupted, and never
 * used again.
 *
 * <p>Longer than most classes here because one invocation's whole life is in it.
 */
public final class FunctionHost implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final FunctionSettings settings;
  private final Supplier<? extends RequestStreamHandler> handlers;
  private final ConcurrentLinkedDeque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();
  private final Map<String, InvocationLog> running = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  /**
   * @param handlers makes a handler for each invocation that finds none idle, as a cold start does
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

  /** Runs the function once and waits for its end; never throws for what the handler does. */
  public InvocationResult invoke(String payload) {
    return invoke(payload, settings.arn());
  }

  /** As {@link #invoke(String)}, for a caller who named the function with a qualifier. */
  public InvocationResult invoke(String payload, String invokedArn) {
    String requestId = UUID.randomUUID().toString();
    InvocationLog log = new InvocationLog();
    running.put(requestId, log);
    try {
      log.log("START RequestId: %s Version: %s".formatted(requestId, FunctionSettings.VERSION));
      long start = System.nanoTime();
      Ending ending = run(payload, new InvocationContext(settings, requestId, invokedArn, log));
      log.log("END RequestId: " + requestId);
      log.log(report(requestId, System.nanoTime() - start));
      return ending.result(requestId, log.tail());
    } finally {
      running.remove(requestId);
    }
  }

  /** Adds a line to the log of an invocation that is under way; of no effect for any other. */
  public void log(String requestId, String line) {
    Optional.ofNullable(running.get(requestId)).ifPresent(log -> log.log(line));
  }

  private Ending run(String payload, InvocationContext context) {
    Future<Ending> invocation;
    try {
      invocation = threads.submit(() -> handle(payload, context));
    } catch (RejectedExecutionException e) {
      return new Ending.Stopped("The stack is stopping");
    }
    return end(invocation);
  }

  private Ending end(Future<Ending> invocation) {
    try {
      return invocation.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new Ending.Threw(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      invocation.cancel(true);
      return new Ending.Stopped("Task timed out after %.2f seconds".formatted(seconds()));
    } catch (InterruptedException e) {
      invocation.cancel(true);
      Thread.currentThread().interrupt();
      return new Ending.Stopped("The stack is stopping");
    }
  }

  private double seconds() {
    return settings.timeout().toMillis() / 1000.0;
  }

  private Ending handle(String payload, InvocationContext context) throws Exception {
    RequestStreamHandler handler = idle.pollFirst();
    if (handler == null) {
      handler = handlers.get();
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), output, context);
      return new Ending.Returned(output.toString(UTF_8));
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

  /** Waits for the invocations under way, at most half a minute; starts no further one. */
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
