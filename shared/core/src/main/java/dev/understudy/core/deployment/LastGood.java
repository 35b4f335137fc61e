package dev.understudy.core.deployment;

import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A value in the primary that is read again after {@link #MAX_AGE}. The last good value stays in
 * force while the current one cannot be read. Safe for several threads.
 *
 * @param <T> has a text for the log
 */
final class LastGood<T> {
  /** The longest time for which a replaced value is still used, unless the new one is unusable. */
  static final Duration MAX_AGE = Duration.ofMinutes(1);

  private static final Logger LOG = LogManager.getLogger(LastGood.class);

  private final UnaryOperator<T> remembered;
  private final Clock clock;
  private @Nullable T last;
  private Instant readAgainAt = Instant.EPOCH;

  /** Reads the value; gets the last good one. */
  interface Reader<T> {
    /**
     * @param last null before the first value
     * @throws StoreException.Unavailable if it cannot be read or is not usable
     */
    T read(@Nullable T last);
  }

  /**
   * @param remembered what remains of a value that is older than {@link #MAX_AGE}
   */
  LastGood(UnaryOperator<T> remembered, Clock clock) {
    this.remembered = remembered;
    this.clock = clock;
  }

  /**
   * The value in force.
   *
   * @throws StoreException.Unavailable if it is not known
   */
  synchronized T current(Reader<T> reader) {
    T known = last;
    Instant now = clock.instant();
    if (known != null && now.isBefore(readAgainAt)) {
      return known;
    }
    readAgainAt = now.plus(MAX_AGE);
    T kept = known == null ? null : remembered.apply(known);
    last = kept;
    try {
      T read = reader.read(known);
      if (!read.equals(known)) {
        LOG.info("In force: {}", read);
      }
      last = read;
      return read;
    } catch (StoreException.Unavailable e) {
      if (kept == null) {
        throw e;
      }
      LOG.error("{}; in force remains: {}", e.getMessage(), kept);
      return kept;
    }
  }
}
