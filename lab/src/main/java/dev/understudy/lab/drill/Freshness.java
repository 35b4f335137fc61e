package dev.understudy.lab.drill;

import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether traffic may return to the primary, by the rule of {@code understudy freshness}: all
 * queues are empty, and the reconciler has proved both buckets equal recently. The reconciler finds
 * foreign writes on the standby too.
 */
final class Freshness {
  private Freshness() {}

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
