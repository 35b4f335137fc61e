package dev.understudy.core.store;

/** The settled answer to a conditional write. */
public enum WriteResult {
  WRITTEN,
  /**
   * Nothing was written: somebody else was there first, or our own lost answer was. Read everything
   * again.
   */
  CONDITION_FAILED
}
