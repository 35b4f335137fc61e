package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunctionHostTest {
  private static final FunctionSettings SETTINGS =
      new FunctionSettings("echo", 512, Duration.ofSeconds(30));

  @Test
  void handsThePayloadInAndTheAnswerOut() {
    InvocationResult result =
        invoke((in, out, context) -> out.write(upper(in.readAllBytes())), "\"grüße\"");

    assertThat(result).isInstanceOf(InvocationResult.Answered.class);
    assertThat(result.payload()).isEqualTo("\"GRÜSSE\"");
  }

  @Test
  void tellsTheHandlerWhoItIsAndHowLongItHas() {
    AtomicReference<Context> seen = new AtomicReference<>();

    InvocationResult result = invoke((in, out, context) -> seen.set(context), "{}");

    Context context = seen.get();
    assertThat(context.getAwsRequestId()).isEqualTo(result.requestId());
    assertThat(context.getFunctionName()).isEqualTo("echo");
    assertThat(context.getFunctionVersion()).isEqualTo("$LATEST");
    assertThat(context.getInvokedFunctionArn())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:echo");
    assertThat(context.getLogGroupName()).isEqualTo("/aws/lambda/echo");
    assertThat(context.getMemoryLimitInMB()).isEqualTo(512);
    assertThat(context.getRemainingTimeInMillis()).isBetween(1, 30_000);
  }

  @Test
  void answersWithTheExceptionThatTheHandlerThrew() {
    InvocationResult result =
        invoke(
            (in, out, context) -> {
              throw new IllegalStateException("no such luck");
            },
            "{}");

    InvocationResult.Failed failed = (InvocationResult.Failed) result;
    assertThat(failed.errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.errorMessage()).isEqualTo("no such luck");
    assertThat(failed.stackTrace()).first().asString().contains("FunctionHostTest");
    assertThat(failed.payload())
        .startsWith(
            "{\"errorMessage\":\"no such luck\",\"errorType\":\"java.lang.IllegalStateException\"");
  }

  @Test
  void answersWithTheExceptionThatKeptTheHandlerFromBeingMade() {
    try (FunctionHost host =
        new FunctionHost(
            SETTINGS,
            () -> {
              throw new IllegalArgumentException("STANDBY_BUCKET must be set");
            })) {
      assertThat(host.invoke("{}").payload()).contains("STANDBY_BUCKET must be set");
    }
  }

  @Test
  void givesUpOnAHandlerThatOutlastsItsTimeoutAndNeverUsesItAgain() {
    FunctionSettings hasty = new FunctionSettings("hasty", 512, Duration.ofMillis(200));
    AtomicInteger made = new AtomicInteger();
    CountDownLatch interrupted = new CountDownLatch(1);
    RequestStreamHandler stuck =
        (in, out, context) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    RequestStreamHandler quick = (in, out, context) -> out.write('1');

    try (FunctionHost host =
        new FunctionHost(hasty, () -> made.incrementAndGet() == 1 ? stuck : quick)) {
      InvocationResult late = host.invoke("{}");
      InvocationResult next = host.invoke("{}");

      assertThat(late.payload())
          .contains("Task timed out after 0.20 seconds")
          .contains("Sandbox.Timedout");
      assertThat(next.payload()).isEqualTo("1");
      assertThat(made).hasValue(2);
    }
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void usesAHandlerForOneInvocationAtATimeAndThenAgain() throws Exception {
    int atOnce = 4;
    CyclicBarrier allRunning = new CyclicBarrier(atOnce);
    AtomicInteger made = new AtomicInteger();
    try (FunctionHost host =
        new FunctionHost(
            SETTINGS,
            () -> {
              made.incrementAndGet();
              return (in, out, context) -> meet(allRunning, in.readAllBytes());
            })) {
      List<Thread> callers =
          IntStream.range(0, atOnce)
              .mapToObj(n -> new Thread(() -> host.invoke("\"meet\"")))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
      host.invoke("\"alone\"");
    }

    assertThat(made).hasValue(atOnce);
  }

  @Test
  void keepsTheEndOfTheLogOfAnInvocation() {
    List<String> ids = new ArrayList<>();
    try (FunctionHost host =
        new FunctionHost(
            SETTINGS,
            () ->
                (in, out, context) -> {
                  ids.add(context.getAwsRequestId());
                  IntStream.range(0, 5000)
                      .forEach(n -> context.getLogger().log("line " + n + " €"));
                })) {
      InvocationResult result = host.invoke("{}");

      assertThat(result.logTail())
          .contains("line 4999 €\n")
          .doesNotContain("line 1 ")
          .contains("END RequestId: " + ids.get(0))
          .contains("REPORT RequestId: " + ids.get(0) + "\tDuration: ");
      assertThat(result.logTail().getBytes(UTF_8).length).isBetween(4000, 4096);
    }
  }

  @Test
  void takesLogLinesFromElsewhereForAnInvocationUnderWay() {
    AtomicReference<FunctionHost> self = new AtomicReference<>();
    try (FunctionHost host =
        new FunctionHost(
            SETTINGS,
            () -> (in, out, context) -> self.get().log(context.getAwsRequestId(), "tapped"))) {
      self.set(host);

      assertThat(host.invoke("{}").logTail()).contains("tapped\n");
      host.log("an invocation that is over", "tapped");
    }
  }

  @Test
  void startsNothingOnceClosed() {
    FunctionHost host = new FunctionHost(SETTINGS, () -> (in, out, context) -> {});
    host.close();

    assertThat(host.invoke("{}").payload()).contains("The stack is stopping");
  }

  private static InvocationResult invoke(RequestStreamHandler handler, String payload) {
    try (FunctionHost host = new FunctionHost(SETTINGS, () -> handler)) {
      return host.invoke(payload);
    }
  }

  private static byte[] upper(byte[] text) {
    return new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
  }

  private static void meet(CyclicBarrier others, byte[] payload) {
    if (new String(payload, UTF_8).contains("meet")) {
      try {
        others.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
