package dev.understudy.lab.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The deployed definition with a reconciler of a few lines, and definitions that are wrong. */
class StateMachineTest {
  private static final String LAMBDA = "arn:aws:states:::lambda:invoke";
  private static final String LIST = "arn:aws:states:::aws-sdk:sfn:listExecutions";

  private final List<String> payloads = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
  private int executions = 1;

  @Test
  void plansComparesEachRangeUntilItIsCompleteAndJoins() throws Exception {
    machine(this::completeAtOnce).execute(Map.of("ranges", 3));

    assertThat(payloads.get(0)).isEqualTo("{plan=3}");
    assertThat(payloads.subList(1, 4))
        .containsExactlyInAnyOrder("{pass=p, range=0}", "{pass=p, range=1}", "{pass=p, range=2}");
    assertThat(payloads.subList(4, payloads.size())).containsExactly("{pass=p, join=true}");
    assertThat(pauses).isEmpty();
  }

  @Test
  void continuesARangeAndAJoinThatAreNotComplete() throws Exception {
    machine(
            payload -> {
              boolean second = Collections.frequency(payloads, payload.toString()) > 1;
              return payload.containsKey("plan")
                  ? completeAtOnce(payload)
                  : Map.of("complete", second);
            })
        .execute(Map.of("ranges", 1));

    assertThat(payloads)
        .containsExactly(
            "{plan=1}",
            "{pass=p, range=0}",
            "{pass=p, range=0}",
            "{pass=p, join=true}",
            "{pass=p, join=true}");
    assertThat(pauses).containsExactly(30L, 30L);
  }

  @Test
  void repeatsAFailedRangeAlone() throws Exception {
    machine(
            payload -> {
              if (Integer.valueOf(1).equals(payload.get("range"))
                  && Collections.frequency(payloads, payload.toString()) < 3) {
                throw new ExecutionFailedException("java.lang.IllegalStateException", "503");
              }
              return completeAtOnce(payload);
            })
        .execute(Map.of("ranges", 2));

    assertThat(payloads)
        .containsExactlyInAnyOrder(
            "{plan=2}",
            "{pass=p, range=0}",
            "{pass=p, range=1}",
            "{pass=p, range=1}",
            "{pass=p, range=1}",
            "{pass=p, join=true}");
    assertThat(pauses).containsExactly(30L, 60L);
  }

  @Test
  void failsWhereARangeFailsForever() {
    StateMachine machine =
        machine(
            payload -> {
              if (payload.containsKey("range")) {
                throw new ExecutionFailedException("java.lang.IllegalStateException", "gone");
              }
              return completeAtOnce(payload);
            });

    assertThatThrownBy(() -> machine.execute(Map.of("ranges", 1)))
        .isInstanceOf(ExecutionFailedException.class)
        .hasMessageContaining("gone");
    assertThat(payloads).hasSize(1 + 7).doesNotContain("{pass=p, join=true}");
    assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 960L);
    assertThat(machine.running()).isZero();
  }

  @Test
  void runsNoPassBesideAnother() throws Exception {
    executions = 2;

    machine(this::completeAtOnce).execute(Map.of("ranges", 3));

    assertThat(payloads).isEmpty();
  }

  /** Each of the eight ranges waits for all others. */
  @Test
  void comparesTheRangesAtTheSameTime() throws Exception {
    CountDownLatch all = new CountDownLatch(8);
    machine(
            payload -> {
              if (payload.containsKey("range")) {
                all.countDown();
                await(all);
              }
              return completeAtOnce(payload);
            })
        .execute(Map.of("ranges", 8));

    assertThat(payloads).hasSize(10);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rejectsWhatItDoesNotSupport() {
    assertRejected(text -> text.replaceFirst("\"Succeed\"", "\"Parallel\""), "no state Parallel");
    assertRejected(text -> text.replaceFirst("\"MaxConcurrency\"", "\"Label\""), "MaxConcurrency");
    assertRejected(
        text -> text.replaceFirst("\"ItemsPath\"", "\"Catch\": [], \"ItemsPath\""),
        "[Catch], which this runner does not support");
    assertRejected(
        text -> text.replaceFirst("\"IsPresent\"", "\"IsNull\""), "either IsPresent true or");
    assertRejected(text -> text.replace("\"Default\": \"Plan\"", "\"Default\": \"x\""), "state x");
    assertRejected(text -> text.replaceFirst("\\$\\{", "\\${Other"), "${OtherReconciler");
    assertRejected(text -> "[", "not JSON");
  }

  private static void assertRejected(UnaryOperator<String> change, String message) {
    String changed = change.apply(RangedPasses.definitionText());
    assertThatThrownBy(() -> definition(changed))
        .as(message)
        .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
        .hasMessageContaining(message);
  }

  private StateMachine machine(Function<Map<?, ?>, Object> reconciler) {
    return new StateMachine(
        definition(RangedPasses.definitionText()),
        Map.of(
            LAMBDA,
            parameters -> {
              Map<?, ?> call = (Map<?, ?>) parameters;
              assertThat(call.get("FunctionName")).isEqualTo("arn:of:reconciler");
              Map<?, ?> payload = (Map<?, ?>) call.get("Payload");
              payloads.add(payload.toString());
              return Map.of("Payload", reconciler.apply(payload), "StatusCode", 200);
            },
            LIST,
            parameters -> {
              assertThat((Map<?, ?>) parameters)
                  .hasToString("{StateMachineArn=local, StatusFilter=RUNNING, MaxResults=2}");
              return Map.of("Executions", Collections.nCopies(executions, Map.of()));
            }),
        pauses::add);
  }

  private static Definition definition(String text) {
    return Definition.parse(text, Map.of("ReconcilerFunctionArn", "arn:of:reconciler"));
  }

  private Object completeAtOnce(Map<?, ?> payload) {
    if (!payload.containsKey("plan")) {
      return Map.of("complete", true, "keys", 5);
    }
    List<Object> ranges = new ArrayList<>();
    for (int range = 0; range < (int) payload.get("plan"); range++) {
      ranges.add(Map.of("pass", "p", "range", range));
    }
    return Map.of("pass", "p", "ranges", ranges, "complete", false);
  }
}
