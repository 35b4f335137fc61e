package dev.understudy.lab.drill;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What readers saw of a failure.
 *
 * @param reads how many began in the time looked at
 * @param failed how many of them were not served
 * @param retried how many were served because the edge asked a second origin
 * @param rto from the beginning of the first that failed to the beginning of the first after which
 *     none failed any more; 0 if none failed
 * @param over whether there was such a one
 */
record Outage(int reads, int failed, int retried, Duration rto, boolean over) {
  /**
   * Judges reads, in any order. They count by their beginning: one that is long in failing says
   * when readers were not served, not until when.
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
