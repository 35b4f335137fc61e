package dev.understudy.reconciler;

import dev.understudy.core.object.Scope;
import java.time.Duration;

/**
 * How carefully, and how fast, to compare.
 *
 * @param grace how long a difference may last before it is drift: until then it is in flight
 * @param brakeKeys so many orphans are always believed
 * @param brakePercent or so many, of all keys compared
 * @param deepDays within how many days headers and tags of every key are compared; 0 for never
 * @param mostWaiting from how many waiting hints on no more are sent
 * @param looksAtOnce HEADs under way at a time
 * @param pageSize entries of a listing that are asked for at once
 * @param scope what is to have a replica at all; the rest is not compared
 */
record ReconcilerSettings(
    Duration grace,
    int brakeKeys,
    int brakePercent,
    int deepDays,
    int mostWaiting,
    int looksAtOnce,
    int pageSize,
    Scope scope) {

  /** So many orphans may be in a pass that compared so many keys. */
  long brakeLimit(long keys) {
    return Math.max(brakeKeys, keys * brakePercent / 100);
  }
}
