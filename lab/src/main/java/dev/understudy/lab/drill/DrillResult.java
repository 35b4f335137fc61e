package dev.understudy.lab.drill;

import dev.understudy.lab.console.Formats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one drill measured of the failure of one origin.
 *
 * @param origin the name of the origin that failed
 * @param detected from the failure until the monitors reported the origin unhealthy
 * @param steered from the failure until the edge sent readers to the next origin
 * @param outage what readers saw until the next failure or the return of all origins
 * @param worst the longest outage that the edge's settings allow
 * @param lostWrites writes that the primary had acknowledged and the next origin did not have when
 *     the primary failed
 * @param lostAge age of the oldest lost write
 * @param fresh from the return of all origins until all buckets were proved equal
 * @param home from the proofs until the edge sent readers to the primary again
 * @param failedOtherwise reads that failed before the failure or after the return of all origins
 * @param faults reads that returned a mixed object or an older version, in this drill or an earlier
 *     one
 */
public record DrillResult(
    String origin,
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

  private static final String ROW = "  %%-%ds %%9s %%9s %%9s %%9s %%14s %%8s %%14s %%10s %%9s";
  private static final int MIN_LABEL = 20;

  public DrillResult {
    faults = List.copyOf(faults);
  }

  /** Why the drill failed; empty if it passed. */
  public List<String> objections() {
    List<String> objections = new ArrayList<>(faults);
    if (!outage.over()) {
      objections.add("readers were not served after the failure of " + Formats.origin(origin));
    }
    if (outage.rto().compareTo(worst) > 0) {
      objections.add(
          "the RTO is %s, more than %s".formatted(seconds(outage.rto()), seconds(worst)));
    }
    if (steered.compareTo(worst) > 0) {
      objections.add(
          "the edge needed %s to leave %s, more than %s"
              .formatted(seconds(steered), Formats.origin(origin), seconds(worst)));
    }
    if (failedOtherwise > 0) {
      objections.add(
          "%d reads failed while %s was healthy"
              .formatted(failedOtherwise, Formats.origin(origin)));
    }
    return objections;
  }

  /** How the origin failed, with its name if it is a standby. */
  String label() {
    return origin.equals(DrillEnvironment.PRIMARY)
        ? failure.words()
        : "%s: %s".formatted(origin, failure.words());
  }

  /** The measured values as text, by the name of their column. */
  Map<String, Object> cells() {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put(FAILURE, label());
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

  /** A line with the names of the columns, and a line for each of one or more results. */
  static List<String> table(List<DrillResult> results) {
    int width = results.stream().mapToInt(result -> result.label().length()).max().orElse(0);
    String row = ROW.formatted(Math.max(MIN_LABEL, width));
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, row, results.get(0).cells().keySet().toArray()));
    results.forEach(
        result -> lines.add(String.format(Locale.ROOT, row, result.cells().values().toArray())));
    return lines;
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
