package dev.understudy.benchmarks;

/**
 * One measured value and its limit.
 *
 * @param part such as {@code P1}
 * @param what the quantity, in words
 * @param isMost whether the limit is a maximum; else it is a minimum
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
