package dev.understudy.testkit.store;

import dev.understudy.core.object.HotSetBuilder;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.StoredHotSet;
import java.time.Duration;
import java.time.Instant;

/** Sets of hot keys, as the reconciler stores them. */
public final class HotSets {
  /** The newest day of the logs. */
  public static final Instant NEWEST = Instant.parse("2026-03-01T00:00:00Z");

  private HotSets() {}

  /**
   * A set of logs that reach back this many days, all of which were read.
   *
   * @param keys read on the newest day
   */
  public static StoredHotSet of(int days, String... keys) {
    HotSetBuilder builder = new HotSetBuilder(StoredHotSet.NONE.set());
    long newest = Duration.between(Instant.EPOCH, NEWEST).toDays();
    for (long day = newest - days; day <= newest; day++) {
      builder.addDay(day);
    }
    for (String key : keys) {
      builder.addRead(new ObjectKey(key), newest);
    }
    return new StoredHotSet(
        builder.build(), new StoredHotSet.Progress(days, days, NEWEST, "", new long[0]));
  }
}
