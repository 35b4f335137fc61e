package dev.understudy.lab.runtime;

import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Lambda Runtime API, which a runtime polls for the next invocation and sends the response or
 * error to.
 */
public final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final String INVOCATION = PREFIX + "invocation/";

  /** The result of an invocation; if {@code error}, the payload is the error as JSON. */
  public record Outcome(boolean error, String payload) {}

  private static final Invocation END = new Invocation("", "", 0);

  private record Invocation(String requestId, String event, long deadlineMillis) {}

  private final String functionArn;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Outcome> initError = new CompletableFuture<>();
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final HttpEndpoint http = HttpEndpoint.start(0, this::answer);

  public RuntimeApi(String functionArn) {
    this.functionArn = functionArn;
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  public String hostAndPort() {
    return http.uri().getAuthority();
  }

  /**
   * Queues an event for the runtime; completes with the outcome, or with an initialization error.
   */
  public CompletableFuture<Outcome> invoke(String event, Duration timeout) {
    String requestId = UUID.randomUUID().toString();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    running.put(requestId, outcome);
    waiting.add(new Invocation(requestId, event, System.currentTimeMillis() + timeout.toMillis()));
    return outcome.applyToEither(initError, end -> end);
  }

  private HttpAnswer answer(HttpCall call) {
    String path = call.path();
    if (path.equals(INVOCATION + "next")) {
      return next();
    }
    if (path.equals(PREFIX + "restore/next")) {
      return restore();
    }
    if (path.equals(PREFIX + "init/error") || path.equals(PREFIX + "restore/error")) {
      initError.complete(new Outcome(true, call.text()));
      return accepted();
    }
    if (path.startsWith(INVOCATION)) {
      String[] parts = path.substring(INVOCATION.length()).split("/", -1);
      CompletableFuture<Outcome> outcome = running.remove(parts[0]);
      if (parts.length == 2 && outcome != null) {
        outcome.complete(new Outcome(parts[1].equals("error"), call.text()));
        return accepted();
      }
    }
    return HttpAnswer.json(404, "{\"errorType\":\"UnknownPath\",\"errorMessage\":\"unknown\"}");
  }

  /** Blocks where Lambda takes the snapshot, until {@link #thaw}. */
  private HttpAnswer restore() {
    frozen.countDown();
    try {
      thawed.await();
      return HttpAnswer.json(200, "{}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.empty(500);
    }
  }

  /** Waits until the runtime is ready for a snapshot; false if it is not within the limit. */
  public boolean awaitFrozen(Duration limit) throws InterruptedException {
    return frozen.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the frozen runtime continue, as after a restore. */
  public void thaw() {
    thawed.countDown();
  }

  private HttpAnswer next() {
    try {
      // No timeout, as on Lambda: a runtime exits after any other response.
      Invocation invocation = waiting.take();
      return invocation.equals(END)
          ? HttpAnswer.empty(500)
          : HttpAnswer.json(200, invocation.event())
              .with("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
              .with("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis()))
              .with("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.empty(500);
    }
  }

  private static HttpAnswer accepted() {
    return HttpAnswer.json(202, "{\"status\":\"OK\"}");
  }

  /** Answers a waiting runtime with an error, which ends it. */
  @Override
  public void close() {
    thawed.countDown();
    waiting.add(END);
    http.close();
  }
}
