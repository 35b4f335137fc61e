package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that a write on the standby carries: when it was true, in the primary's time. A
 * versioned standby shows the version with the greatest time, so a write that arrives late, by
 * whatever fault, takes its place below what is newer. docs/stamps.md says why these rules and not
 * simpler ones; each simpler one has been shown to fail.
 *
 * <p>Only times of the primary are used (Last-Modified, the Date of an answer), never a worker's
 * clock. All are whole seconds there, and milliseconds here.
 */
final class Stamps {
  /**
   * Clocks of the primary's machines may differ by so much; also keeps a put in a delete's own
   * second above the marker.
   */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A copy goes above a deletion that was decided on the same sight of the standby. */
  private static final Duration ABOVE_BY_COPY = Duration.ofMillis(2);

  private static final Duration ABOVE_BY_DELETE = Duration.ofMillis(1);

  /** What a time shown in whole seconds may hide. */
  private static final Duration HIDDEN = Duration.ofMillis(999);

  private final Standby standby;

  Stamps(Standby standby) {
    this.standby = standby;
  }

  /**
   * The time for a copy of this object.
   *
   * @param readAt when the primary gave it out, by the primary's clock
   * @param seen what the standby showed before that
   */
  Instant ofCopy(PrimaryObject object, Instant readAt, Replica seen) {
    Instant modified = object.lastModified();
    boolean mayBearAnEarlierTime =
        CorrectReplica.mayBeNewer(object.fingerprint().etag(), modified, readAt);
    Instant truth =
        mayBearAnEarlierTime ? later(modified, readAt.minus(MARGIN).plus(ABOVE_BY_COPY)) : modified;
    return above(seen, object.key(), truth, ABOVE_BY_COPY);
  }

  /**
   * The time for a deletion.
   *
   * @param readAt when the primary said that there is no such key, by the primary's clock
   * @param seen what the standby showed before that
   */
  Instant ofDelete(ObjectKey key, Instant readAt, Replica seen) {
    return above(seen, key, readAt.minus(MARGIN).plus(ABOVE_BY_DELETE), ABOVE_BY_DELETE);
  }

  private Instant above(Replica seen, ObjectKey key, Instant truth, Duration gap) {
    if (seen instanceof Replica.Marker marker) {
      return later(truth, standby.timeOf(key, marker.versionId()).plus(gap));
    }
    return seen.present().map(replica -> above(replica, key, truth, gap)).orElse(truth);
  }

  /**
   * A HEAD shows whole seconds. From the next second on it does not matter which millisecond it
   * hides, so no further call is made; the stamp is then put above the latest it could be, which
   * moves it by one or two milliseconds at most.
   */
  private Instant above(Replica.Present seen, ObjectKey key, Instant truth, Duration gap) {
    Instant second = seen.lastModified();
    if (!truth.isBefore(second.plusSeconds(1)) || seen.versionId().isEmpty()) {
      return later(truth, second.plus(HIDDEN).plus(gap));
    }
    return later(truth, standby.timeOf(key, seen.versionId().get()).plus(gap));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
