package dev.understudy.lab.drill;

import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether traffic may go back to the primary: the rule of {@code scripts/freshness-check}. All
 * queues are empty, and the reconciler has proved both sides equal within a time. It finds whatever
 * was written on the standby, so nothing was.
 */
final class Freshness {
  private Freshness() {}

  /**
   * Why not; empty if fresh.
   *
   * @param queues changes, repairs and the dead-letter queue, by name
   * @param proofAge of the reconciler's last proof of equality, in seconds, its own age added;
   *     absent if it has reported none
   * @param most how old that may be
   */
  static List<String> missing(Map<String, Backlog> queues, OptionalDouble proofAge, Duration most) {
    List<String> reasons = new ArrayList<>();
    queues.forEach(
        (name, held) -> {
          if (!held.isEmpty()) {
            reasons.add(
                "%s holds %d messages, and %d under way, and %d delayed"
                    .formatted(name, held.visible(), held.inFlight(), held.delayed()));
          }
        });
    if (proofAge.isEmpty()) {
      reasons.add("the reconciler has reported no proof");
    } else if (proofAge.getAsDouble() > most.toNanos() / 1e9) {
      reasons.add(
          "the last proof of equality is %.1f s old, more than %.1f s"
              .formatted(proofAge.getAsDouble(), most.toNanos() / 1e9));
    }
    return reasons;
  }
}
