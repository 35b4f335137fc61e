package dev.understudy.core.object;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Adds reads to a set. The same read may be added any number of times. Memory is bounded by {@link
 * HotSet#MAX_KEYS}. Safe for several threads.
 */
public final class HotSetBuilder {
  private static final int MAX_PENDING = 1 << 18;

  private final long[] pending = new long[MAX_PENDING];
  private final TreeSet<Integer> days = new TreeSet<>();
  private long[] reads;
  private int count;
  private long dropped;

  /** Begins with the reads and days of this set. */
  public HotSetBuilder(HotSet base) {
    this.reads = base.reads();
    for (int day : base.dayNumbers()) {
      days.add(day);
    }
  }

  /**
   * Notes that the logs have a request of this day.
   *
   * @return false if no set can hold the day; nothing is then noted
   */
  public synchronized boolean addDay(long day) {
    if (!HotSet.isDay(day)) {
      return false;
    }
    days.add((int) day);
    if (days.size() > HotSet.MAX_DAYS + 1) {
      days.pollFirst();
    }
    return true;
  }

  /** Adds a read on a day that {@link #addDay} has noted. */
  public void addRead(ObjectKey key, long day) {
    long read = HotSet.read(key, (int) day);
    synchronized (this) {
      if (count == MAX_PENDING) {
        merge();
      }
      pending[count++] = read;
    }
  }

  /**
   * The set of everything added. If more than {@link HotSet#MAX_KEYS} keys were read, those whose
   * last read is the oldest are left out.
   */
  public synchronized HotSet build() {
    merge();
    return new HotSet(reads, days.stream().mapToInt(Integer::intValue).toArray());
  }

  /** How many keys were left out so far because the set was full. */
  public synchronized long dropped() {
    return dropped;
  }

  private void merge() {
    Arrays.sort(pending, 0, count);
    int first = days.isEmpty() ? 0 : days.first();
    long[] merged = new long[reads.length + count];
    int size = 0;
    for (int mine = 0, added = 0; mine < reads.length || added < count; ) {
      boolean takesMine = added == count || (mine < reads.length && reads[mine] <= pending[added]);
      long next = takesMine ? reads[mine++] : pending[added++];
      if (HotSet.day(next) < first) {
        continue;
      }
      // Of equal keys the last one has the newest day.
      boolean isKnown = size > 0 && HotSet.hash(merged[size - 1]) == HotSet.hash(next);
      merged[isKnown ? size - 1 : size++] = next;
    }
    count = 0;
    reads = bounded(merged, size);
  }

  private long[] bounded(long[] merged, int size) {
    int excess = size - HotSet.MAX_KEYS;
    if (excess <= 0) {
      return Arrays.copyOf(merged, size);
    }
    dropped += excess;
    int[] ages = new int[size];
    for (int i = 0; i < size; i++) {
      ages[i] = HotSet.day(merged[i]);
    }
    Arrays.sort(ages);
    int border = ages[excess];
    int ofBorder = excess - lowerThan(ages, border);
    long[] kept = new long[HotSet.MAX_KEYS];
    int to = 0;
    for (int i = 0; i < size; i++) {
      int day = HotSet.day(merged[i]);
      if (day > border || (day == border && ofBorder-- <= 0)) {
        kept[to++] = merged[i];
      }
    }
    return kept;
  }

  /** How many of the ascending values are lower. */
  private static int lowerThan(int[] ascending, int value) {
    int n = 0;
    while (ascending[n] < value) {
      n++;
    }
    return n;
  }
}
