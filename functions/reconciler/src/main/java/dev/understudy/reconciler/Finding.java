package dev.understudy.reconciler;

/** What the check of a key found. docs/reconciler.md has the state diagram. */
enum Finding {
  EQUAL,
  /** Different, and either side changed within the grace period. */
  IN_FLIGHT,
  MISSING,
  STALE,
  ORPHANED,
  /** A replica that the filter excludes and says to delete. No drift: readers ask for others. */
  EXCLUDED,
  /** The replicator has refused this version of the object. */
  REFUSED,
  /** A store answered with a 4xx for this key, or the standby with a 5xx for this key alone. */
  UNREADABLE;

  /** Whether the replica is to be deleted, below the brake. */
  boolean isDeletable() {
    return this == ORPHANED || this == EXCLUDED;
  }

  boolean isDrift() {
    return this == MISSING || this == STALE || this == ORPHANED;
  }
}
