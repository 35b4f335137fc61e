package dev.understudy.replicator;

/** How a copy of an object's bytes ended. */
enum CopyResult {
  WRITTEN,

  /** The standby changed meanwhile. Both sides must be read again. */
  CONDITION_FAILED,

  /** Parts were added, but the time does not suffice for the rest. Another call resumes. */
  CONTINUED,

  /** Nothing was added, because the time that is left does not suffice. */
  OUT_OF_TIME,

  /** Another worker holds the lease of exactly this object's upload. */
  IN_PROGRESS
}
