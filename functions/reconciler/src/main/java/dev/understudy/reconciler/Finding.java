package dev.understudy.reconciler;

/** What the check of a key found. docs/reconciler.md has the state diagram. */
enum Finding {
  EQUAL,
  /** Different, and either side changed within the grace period. */
  IN_FLIGHT,
  MISSING,
  STALE,
  ORPHANED,
  /** The replicator has refused this version of the object. */
  REFUSED,
  /** A store answered with a 4xx for this key, or the standby with a 5xx for this key alone. */
  UNREADABLE;

  boolean isDrift() {
    return this == MISSING || this == STALE || this == ORPHANED;
  }
}
