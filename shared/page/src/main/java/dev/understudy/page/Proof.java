package dev.understudy.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The reconciler's last proof that both sides were equal.
 *
 * @param ageSeconds since the pass ended
 * @param keys how many keys were compared
 * @param except how many of them were refused or unreadable
 */
public record Proof(long ageSeconds, long keys, long except) {
  /**
   * Reads the field {@code proof} of the reconciler's watermark.
   *
   * @return empty if the field has no time of its end
   */
  public static Optional<Proof> of(Map<String, ?> proof, Instant now) {
    try {
      Instant ended = Instant.parse(String.valueOf(proof.get("ended")));
      return Optional.of(
          new Proof(
              Math.max(0, Duration.between(ended, now).toSeconds()),
              number(proof, "keys"),
              number(proof, "refused") + number(proof, "unreadable")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, ?> proof, String name) {
    return proof.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
