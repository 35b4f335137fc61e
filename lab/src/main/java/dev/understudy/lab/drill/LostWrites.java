package dev.understudy.lab.drill;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Writes that the primary had acknowledged when it failed and that the standby does not have.
 *
 * @param standby the name of the standby
 * @param count the number of these writes
 * @param age of the oldest of them at the failure; 0 if there are none
 */
record LostWrites(String standby, int count, Duration age) {
  /**
   * Compares the standby with the ledger while the primary is down.
   *
   * @param name of the standby
   * @param struckNanos {@link System#nanoTime} when the primary failed
   */
  static LostWrites of(StoreAccess standby, String name, Ledger ledger, long struckNanos) {
    int count = 0;
    long oldest = struckNanos;
    try (BucketClient client = BucketClient.open(standby)) {
      for (String key : ledger.keys()) {
        for (long at : ledger.acknowledgedAfter(key, number(client, key))) {
          count++;
          oldest = Math.min(oldest, at);
        }
      }
    }
    return new LostWrites(name, count, Duration.ofNanos(struckNanos - oldest));
  }

  private static int number(BucketClient standby, String key) {
    try (InputStream body = standby.read(key)) {
      return DrillContent.numberOf(key, body.readAllBytes())
          .orElseThrow(
              () -> new IllegalStateException("The standby returns a wrong body for " + key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return count == 0
        ? "%s has every acknowledged write".formatted(Formats.origin(standby))
        : "%s lacks %d acknowledged writes, the oldest %d ms old"
            .formatted(Formats.origin(standby), count, age.toMillis());
  }
}
