package dev.understudy.core.object;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The keys that readers have read lately, each with the day of its last read. Days are UTC days
 * since 1970. Immutable; 8 bytes of memory for each key.
 *
 * <p>A key is held as a hash of {@value #HASH_BITS} bits. Another key may have the same hash: in a
 * full set, one of 140 million. It then counts as read too, which replicates one object more.
 */
public final class HotSet {
  /** The most keys of a set. */
  public static final int MAX_KEYS = 1_000_000;

  /** The most days that a set can tell apart. */
  public static final int MAX_DAYS = 90;

  static final HotSet EMPTY = new HotSet(new long[0], new int[0]);

  static final int HASH_BITS = 47;
  private static final int DAY_BITS = 16;
  private static final int MAX_DAY = (1 << DAY_BITS) - 1;

  private final long[] reads;
  private final int[] days;

  /**
   * @param reads made by {@link #read}, ascending, one for each hash
   * @param days the days of which the logs have requests, ascending
   */
  HotSet(long[] reads, int[] days) {
    this.reads = reads;
    this.days = days;
  }

  /** One read: the hash of the key above the day, so that sorting brings equal keys together. */
  static long read(ObjectKey key, int day) {
    return read(hash(key), day);
  }

  static long read(long hash, int day) {
    return hash << DAY_BITS | day;
  }

  static long hash(long read) {
    return read >>> DAY_BITS;
  }

  static int day(long read) {
    return (int) read & MAX_DAY;
  }

  /** Whether a set can hold this day. */
  static boolean isDay(long day) {
    return day >= 0 && day <= MAX_DAY;
  }

  private static long hash(ObjectKey key) {
    return ByteBuffer.wrap(Sha256.bytes(key.value())).getLong() >>> (Long.SIZE - HASH_BITS);
  }

  /** The number of keys. */
  public int size() {
    return reads.length;
  }

  /** The number of days, up to the newest one, of which the logs have requests. */
  public int days() {
    return days.length;
  }

  /**
   * The first day of the last {@code n} days before the newest one. Only days of which the logs
   * have requests count, so that a gap in the logs makes no key cold.
   *
   * @return empty if the logs have fewer days
   */
  OptionalInt firstOf(int n) {
    return days.length > n ? OptionalInt.of(days[days.length - 1 - n]) : OptionalInt.empty();
  }

  /** Whether the key was read on this day or later. */
  boolean wasReadSince(ObjectKey key, int day) {
    long from = read(key, day);
    int at = Arrays.binarySearch(reads, from);
    int next = at >= 0 ? at : -at - 1;
    return next < reads.length && hash(reads[next]) == hash(from);
  }

  /** The number of keys that were read within the last {@code n} days before the newest one. */
  public int sizeWithin(int n) {
    int first = firstOf(n).orElse(0);
    int count = 0;
    for (long read : reads) {
      count += day(read) >= first ? 1 : 0;
    }
    return count;
  }

  long[] reads() {
    return reads;
  }

  int[] dayNumbers() {
    return days;
  }
}
