package dev.understudy.replicator;

import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.telemetry.Metric;
import java.util.List;
import java.util.Optional;

/**
 * The result of one converge. A settled outcome acknowledges its messages; any other makes them
 * visible again.
 */
public sealed interface Outcome {

  /** Whether the key's messages may leave the queue. */
  boolean settled();

  /** The metric that counts this outcome. */
  Metric metric();

  /** The labels that the replica lacks, if it lacks any. */
  default Optional<LeftOut> leftOut() {
    return Optional.empty();
  }

  /** The name in logs and metrics. */
  default String label() {
    return metric().label();
  }

  /** The replica was written, and the primary was unchanged afterwards. */
  record Copied(long bytes, Optional<LeftOut> leftOut) implements Settled {
    /** A replica with all labels. */
    Copied(long bytes) {
      this(bytes, Optional.empty());
    }

    @Override
    public Metric metric() {
      return Metric.COPIED;
    }
  }

  /**
   * The replica was written with other labels or another time from its own bytes, and the primary
   * was unchanged afterwards. No bytes were sent.
   *
   * @param bytes the size of the object, which a copy would have sent
   */
  record Relabeled(long bytes, Optional<LeftOut> leftOut) implements Settled {
    /** A replica with all labels. */
    Relabeled(long bytes) {
      this(bytes, Optional.empty());
    }

    @Override
    public Metric metric() {
      return Metric.RELABELED;
    }
  }

  /** The replica was deleted, and the primary still had no object afterwards. */
  record Deleted() implements Settled {
    @Override
    public Metric metric() {
      return Metric.DELETED;
    }
  }

  /**
   * The replica was deleted because the filter excludes the original, and neither changed
   * meanwhile.
   */
  record Evicted() implements Settled {
    @Override
    public Metric metric() {
      return Metric.EVICTED;
    }
  }

  /** The replica was already equal to the primary's object. */
  record InSync(Optional<LeftOut> leftOut) implements Settled {
    /** A replica with all labels, or none. */
    InSync() {
      this(Optional.empty());
    }

    @Override
    public Metric metric() {
      return Metric.IN_SYNC;
    }
  }

  /**
   * The standby can never hold this key or object. No retry would help, and the reconciler lists
   * it.
   *
   * @param object the version that was refused; empty if the primary did not show it
   */
  record Refused(Refusal reason, Optional<PrimaryObject> object) implements Settled {
    Refused(Refusal reason) {
      this(reason, Optional.empty());
    }

    @Override
    public Metric metric() {
      return Metric.REFUSED;
    }
  }

  /** The object changed in every round. Settled once a fresh hint has been sent. */
  record Restless() implements Settled {
    @Override
    public Metric metric() {
      return Metric.RESTLESS;
    }
  }

  /**
   * Parts of a large object were stored, but the time did not suffice for the rest. Settled once a
   * fresh hint has been sent, whose converge resumes the upload.
   */
  record Continued() implements Settled {
    @Override
    public Metric metric() {
      return Metric.CONTINUED;
    }
  }

  /**
   * Another worker holds the lease of exactly this object's upload. Its message, or its fresh hint,
   * completes the object ({@link RecordedUpload}).
   */
  record InProgress() implements Settled {
    @Override
    public Metric metric() {
      return Metric.IN_PROGRESS;
    }
  }

  /** The time did not suffice, which is no failure. The message comes back soon. */
  record OutOfTime(String cause) implements Unsettled {
    @Override
    public Metric metric() {
      return Metric.OUT_OF_TIME;
    }
  }

  /** Nothing was changed. The message comes back after a growing delay. */
  record Unavailable(String cause) implements Unsettled {
    @Override
    public Metric metric() {
      return Metric.UNAVAILABLE;
    }
  }

  /**
   * A write may have happened or may still happen. The message comes back when its visibility
   * timeout expires.
   */
  record InDoubt(String cause) implements Unsettled {
    @Override
    public Metric metric() {
      return Metric.IN_DOUBT;
    }
  }

  /** The bytes were damaged in transit; nothing was stored. */
  record Corrupt(String cause) implements Unsettled {
    @Override
    public Metric metric() {
      return Metric.CORRUPT;
    }
  }

  /**
   * The labels that the standby does not hold of a replicated object.
   *
   * @param object the original
   * @param labels their names, for people; not empty
   */
  record LeftOut(PrimaryObject object, List<String> labels) {
    static Optional<LeftOut> of(PrimaryObject object, HeldLabels.Held held) {
      return Optional.of(held.leftOut())
          .filter(labels -> !labels.isEmpty())
          .map(labels -> new LeftOut(object, labels));
    }
  }

  /** An outcome that acknowledges its messages. */
  sealed interface Settled extends Outcome {
    @Override
    default boolean settled() {
      return true;
    }
  }

  /** An outcome that makes its messages visible again. */
  sealed interface Unsettled extends Outcome {
    /** The store's error, with the store's name and the key. Holds no secret. */
    String cause();

    @Override
    default boolean settled() {
      return false;
    }
  }
}
