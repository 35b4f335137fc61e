package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;

/**
 * The objects that were read within some days, or are younger. Time ends with the newest day of the
 * logs, so that nothing becomes cold while no log arrives. Compared by identity.
 */
public final class HotObjects {
  private final HotSet set;
  private final int days;
  private final int first;

  /**
   * @param days 1 to {@value HotSet#MAX_DAYS}
   * @throws HotSetException if the logs that were read do not reach back that far
   */
  public HotObjects(StoredHotSet stored, int days) {
    this.set = stored.set();
    this.days = days;
    this.first =
        set.firstOf(days)
            .orElseThrow(
                () ->
                    new HotSetException(
                        "the logs have requests of %d days, and %d are needed"
                            .formatted(set.days(), days + 1)));
    if (stored.progress().provenDays() < days) {
      throw new HotSetException(
          "the logs of the last %d days are not completely read yet".formatted(days));
    }
  }

  /** Whether the object was read, or written, within the days. */
  boolean hold(ObjectKey key, Instant lastModified) {
    return !lastModified.isBefore(Instant.EPOCH.plus(Duration.ofDays(first)))
        || set.wasReadSince(key, first);
  }

  /** Within how many days an object must have been read. */
  public int days() {
    return days;
  }

  /** The number of keys that were read within the days. */
  public int keys() {
    return set.sizeWithin(days);
  }
}
