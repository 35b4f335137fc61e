package dev.understudy.lab.drill;

import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Whether traffic may return to the primary, by the rule of {@code understudy freshness}: all
 * queues are empty, and the reconciler has proved both buckets equal recently. The reconciler finds
 * foreign writes on the standby too.
 */
final class Freshness {
  private Freshness() {}

  /**
   * Why a standby and the primary are not fresh; empty if they are. While the queues are empty,
   * each call lets the reconciler make a proof.
   *
   * @param sinceNanos {@link System#nanoTime} before which a proof does not count
   */
  static List<String> missing(Stack stack, long sinceNanos) {
    Map<String, Backlog> queues = new LinkedHashMap<>();
    Queues all = stack.queues();
    List.of(all.changes(), all.repairs(), all.deadLetter())
        .forEach(queue -> queues.put(queue.name(), all.backlog(queue)));
    boolean empty = queues.values().stream().allMatch(Backlog::isEmpty);
    OptionalDouble age = empty ? proofAge(stack) : OptionalDouble.of(0);
    return missing(queues, age, Duration.ofNanos(System.nanoTime() - sinceNanos));
  }

  /** The age of a proof that the reconciler makes now. */
  private static OptionalDouble proofAge(Stack stack) {
    try (LambdaClient lambda = stack.lambda()) {
      lambda.invoke(
          r ->
              r.functionName(Stack.RECONCILER)
                  .payload(SdkBytes.fromUtf8String("{\"restart\":true}")));
    }
    List<Double> ages = stack.metric("ProofAgeSeconds").values();
    return ages.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(ages.get(ages.size() - 1));
  }

  /**
   * Why the buckets are not fresh; empty if they are.
   *
   * @param queues the backlogs of changes, repairs and the dead-letter queue, by name
   * @param proofAge seconds since the reconciler's last proof of equality; empty if it reported
   *     none
   * @param maxAge the greatest age of a proof that counts
   */
  static List<String> missing(
      Map<String, Backlog> queues, OptionalDouble proofAge, Duration maxAge) {
    List<String> reasons = new ArrayList<>();
    queues.forEach(
        (name, backlog) -> {
          if (!backlog.isEmpty()) {
            reasons.add(
                "%s holds %d visible messages, %d in flight and %d delayed"
                    .formatted(name, backlog.visible(), backlog.inFlight(), backlog.delayed()));
          }
        });
    if (proofAge.isEmpty()) {
      reasons.add("the reconciler has reported no proof");
    } else if (proofAge.getAsDouble() > maxAge.toNanos() / 1e9) {
      reasons.add(
          "the last proof of equality is %.1f s old, more than %.1f s"
              .formatted(proofAge.getAsDouble(), maxAge.toNanos() / 1e9));
    }
    return reasons;
  }
}
