package dev.understudy.core.store;

/** The conclusive result of a conditional write. */
public enum WriteResult {
  WRITTEN,
  /**
   * Nothing was written. Another write came first, or an earlier attempt succeeded but its response
   * was lost. Both stores must be read again.
   */
  CONDITION_FAILED
}
