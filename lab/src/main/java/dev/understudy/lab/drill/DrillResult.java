package dev.understudy.lab.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of one drill.
 *
 * @param detected from the failure until the monitors reported the primary unhealthy
 * @param steered from the failure until the edge sent readers to the standby
 * @param outage what readers saw until the primary returned
 * @param worst the longest outage that the edge's settings allow
 * @param lostWrites writes that the primary had acknowledged and the standby did not have when the
 *     primary failed
 * @param lostAge age of the oldest lost write
 * @param fresh from the primary's return until both buckets were proved equal
 * @param home from the proof until the edge sent readers to the primary again
 * @param failedOtherwise reads that failed before the failure or after the primary's return
 * @param faults reads that returned a mixed object or an older version, in this drill or an earlier
 *     one
 */
public record DrillResult(
    Failure failure,
    Duration detected,
    Duration steered,
    Outage outage,
    Duration worst,
    int lostWrites,
    Duration lostAge,
    Duration fresh,
    Duration home,
    int failedOtherwise,
    List<String> faults) {
  /** The name of the column that says how the primary failed. */
  static final String FAILURE = "the primary ...";

  private static final String ROW = "  %-20s %9s %9s %9s %9s %14s %8s %14s %10s %9s";

  public DrillResult {
    faults = List.copyOf(faults);
  }

  /** Why the drill failed; empty if it passed. */
  public List<String> objections() {
    List<String> objections = new ArrayList<>(faults);
    if (!outage.over()) {
      objections.add("readers were not served by the standby");
    }
    if (outage.rto().compareTo(worst) > 0) {
      objections.add(
          "the RTO is %s, more than %s".formatted(seconds(outage.rto()), seconds(worst)));
    }
    if (steered.compareTo(worst) > 0) {
      objections.add(
          "the edge needed %s to leave the primary, more than %s"
              .formatted(seconds(steered), seconds(worst)));
    }
    if (failedOtherwise > 0) {
      objections.add("%d reads failed while the primary was healthy".formatted(failedOtherwise));
    }
    return objections;
  }

  /** The measured values as text, by the name of their column. */
  Map<String, Object> cells() {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put(FAILURE, failure.words());
    cells.put("detected", seconds(detected));
    cells.put("failover", seconds(steered));
    cells.put("RTO", seconds(outage.rto()));
    cells.put("worst", seconds(worst));
    cells.put("failed reads", outage.failed() + " of " + outage.reads());
    cells.put("retried", String.valueOf(outage.retried()));
    cells.put(
        "lost writes", lostWrites == 0 ? "0" : "%d (%s)".formatted(lostWrites, seconds(lostAge)));
    cells.put("fresh", seconds(fresh));
    cells.put("failback", seconds(home));
    return cells;
  }

  /** The names of the columns of {@link #row}. */
  String header() {
    return String.format(Locale.ROOT, ROW, cells().keySet().toArray());
  }

  /** The measured values in columns. */
  String row() {
    return String.format(Locale.ROOT, ROW, cells().values().toArray());
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
