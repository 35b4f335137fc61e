package dev.understudy.lab.drill;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What readers saw of a failure.
 *
 * @param reads the number of reads
 * @param failed the number of reads that were not served
 * @param retried the number of reads that a second origin served
 * @param rto from the start of the first failed read to the start of the first read after the last
 *     failed one; 0 if no read failed
 * @param over whether a read succeeded after the last failed one
 */
record Outage(int reads, int failed, int retried, Duration rto, boolean over) {
  /**
   * Evaluates reads, in any order. A read counts at its start: a read that waits long before it
   * fails does not make the outage longer.
   */
  static Outage of(List<Read> all) {
    long origin = all.isEmpty() ? 0 : all.get(0).begunNanos();
    List<Read> reads =
        all.stream().sorted(Comparator.comparingLong(read -> read.begunNanos() - origin)).toList();
    List<Read> failed = reads.stream().filter(read -> !read.served()).toList();
    int retried = (int) reads.stream().filter(read -> read.served() && read.retried()).count();
    if (failed.isEmpty()) {
      return new Outage(reads.size(), 0, retried, Duration.ZERO, true);
    }
    int last = reads.lastIndexOf(failed.get(failed.size() - 1));
    boolean over = last + 1 < reads.size();
    long end = over ? reads.get(last + 1).begunNanos() : reads.get(last).endedNanos();
    return new Outage(
        reads.size(),
        failed.size(),
        retried,
        Duration.ofNanos(end - failed.get(0).begunNanos()),
        over);
  }
}
