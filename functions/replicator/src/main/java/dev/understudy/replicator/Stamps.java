package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import java.time.Duration;
import java.time.Instant;

/**
 * Computes the stamp of a write on the standby: the primary's time at which the write was true. A
 * versioned standby shows the version with the greatest time. A write that arrives late therefore
 * sorts below newer versions. docs/stamps.md gives the reasons for these rules, and shows how
 * simpler rules fail.
 *
 * <p>Only the primary's times are used (Last-Modified and Date headers), never a worker's clock.
 * The primary's times are whole seconds, stamps are milliseconds.
 */
final class Stamps {
  /**
   * The assumed maximum difference between the clocks of the primary's machines. Also keeps a PUT
   * above the delete marker of the same second.
   */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A copy sorts above a deletion that was decided on the same state of the standby. */
  private static final Duration ABOVE_BY_COPY = Duration.ofMillis(2);

  private static final Duration ABOVE_BY_DELETE = Duration.ofMillis(1);

  /** The fraction that a time in whole seconds may hide. */
  private static final Duration HIDDEN_FRACTION = Duration.ofMillis(999);

  private final Standby standby;

  Stamps(Standby standby) {
    this.standby = standby;
  }

  /**
   * The stamp of a copy of this object.
   *
   * @param readAt when the primary returned the object, by the primary's clock
   * @param seen the standby's state before that
   */
  Instant ofCopy(PrimaryObject object, Instant readAt, Replica seen) {
    Instant modified = object.lastModified();
    boolean mayHaveEarlierTime =
        CorrectReplica.mayBeNewer(object.fingerprint().etag(), modified, readAt);
    Instant truth =
        mayHaveEarlierTime ? later(modified, readAt.minus(MARGIN).plus(ABOVE_BY_COPY)) : modified;
    return above(seen, object.key(), truth, ABOVE_BY_COPY);
  }

  /**
   * The stamp of a deletion.
   *
   * @param readAt when the primary answered NoSuchKey, by the primary's clock
   * @param seen the standby's state before that
   */
  Instant ofDelete(ObjectKey key, Instant readAt, Replica seen) {
    return above(seen, key, readAt.minus(MARGIN).plus(ABOVE_BY_DELETE), ABOVE_BY_DELETE);
  }

  /**
   * The stamp of the deletion of a replica whose original still exists: directly above the replica.
   * A copy that was decided on this replica, or on a later one, stays visible, whichever arrives
   * last. The deletion therefore removes nothing but this replica.
   */
  Instant ofEviction(ObjectKey key, Replica.Present seen) {
    return above(seen, key, seen.lastModified(), ABOVE_BY_DELETE);
  }

  /**
   * Whether the standby's state is certainly not later than a read of the primary, even if the
   * standby was read after it. Every write of other bytes or of a deletion that is decided on a
   * later state of the primary has a time after that read - 5 s.
   *
   * @param readAt when the primary answered, by the primary's clock
   */
  static boolean isNotLater(Replica seen, Instant readAt) {
    return seen instanceof Replica.Absent
        || seen.present()
            .filter(r -> !r.lastModified().plusSeconds(1).isAfter(readAt.minus(MARGIN)))
            .isPresent();
  }

  private Instant above(Replica seen, ObjectKey key, Instant truth, Duration gap) {
    if (seen instanceof Replica.Marker marker) {
      return later(truth, standby.timeOf(key, marker.versionId()).plus(gap));
    }
    return seen.present().map(replica -> above(replica, key, truth, gap)).orElse(truth);
  }

  /**
   * A HEAD shows whole seconds. From the next second on the hidden fraction does not matter, so no
   * further call is made. The stamp is then placed above the latest possible time, which moves it
   * by at most two milliseconds.
   */
  private Instant above(Replica.Present seen, ObjectKey key, Instant truth, Duration gap) {
    Instant second = seen.lastModified();
    if (!truth.isBefore(second.plusSeconds(1)) || seen.versionId().isEmpty()) {
      return later(truth, second.plus(HIDDEN_FRACTION).plus(gap));
    }
    return later(truth, standby.timeOf(key, seen.versionId().get()).plus(gap));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
