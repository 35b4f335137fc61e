package dev.understudy.benchmarks;

/**
 * One figure held against what it should be.
 *
 * @param part such as {@code P1}
 * @param what in words
 * @param isMost whether the limit is the most, else the least
 */
record Goal(String part, String what, double measured, double limit, boolean isMost) {
  static Goal atMost(String part, String what, double measured, double limit) {
    return new Goal(part, what, measured, limit, true);
  }

  static Goal atLeast(String part, String what, double measured, double limit) {
    return new Goal(part, what, measured, limit, false);
  }

  boolean met() {
    return isMost ? measured <= limit : measured >= limit;
  }
}
