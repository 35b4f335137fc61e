package dev.understudy.reconciler;

/** How a replica can be wrong. */
enum Drift {
  /** There is none. */
  MISSING,
  /** It is not what its original is now. */
  STALE,
  /** It has no original. */
  ORPHANED
}
