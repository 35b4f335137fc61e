package dev.understudy.replicator;

import dev.understudy.core.object.Refusal;

/**
 * What became of one converge. Settled outcomes acknowledge their messages; the others bring them
 * back.
 */
public sealed interface Outcome {

  /** Whether the key's messages may leave the queue. */
  boolean settled();

  /** The name in logs and metrics. */
  default String label() {
    return getClass().getSimpleName();
  }

  /** The replica was written, and the primary had not moved afterwards. */
  record Copied(long bytes) implements Settled {}

  /** The replica was deleted, and the primary still had none afterwards. */
  record Deleted() implements Settled {}

  /** There was nothing to do. */
  record InSync() implements Settled {}

  /**
   * The standby can never hold this key or object: no retry would help, and the reconciler lists
   * it.
   */
  record Refused(Refusal reason) implements Settled {}

  /** The primary moved in every round: settled once a fresh hint has been sent. */
  record Restless() implements Settled {}

  /**
   * Parts of a large object were stored, and time was up: settled once a fresh hint has been sent,
   * which goes on from there.
   */
  record Continued() implements Settled {}

  /** Nothing was changed; try again, later and later. */
  record Unavailable(String cause) implements Unsettled {}

  /**
   * A write may have happened or may happen yet: try again when its message comes back by itself.
   */
  record InDoubt(String cause) implements Unsettled {}

  /** The bytes were damaged on the way; nothing was stored. */
  record Corrupt(String cause) implements Unsettled {}

  /** Outcomes that acknowledge. */
  sealed interface Settled extends Outcome {
    @Override
    default boolean settled() {
      return true;
    }
  }

  /** Outcomes that do not. */
  sealed interface Unsettled extends Outcome {
    /** What the store said, with its name and the key; holds no secret. */
    String cause();

    @Override
    default boolean settled() {
      return false;
    }
  }
}
