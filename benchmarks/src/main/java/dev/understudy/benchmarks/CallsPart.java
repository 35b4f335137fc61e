package dev.understudy.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** P3: requests for an object that was created, found unchanged, overwritten, deleted. */
final class CallsPart implements BenchPart {
  static final int OBJECTS = 20;
  private static final int BYTES = 4096;
  private static final String FOLDER = "calls";

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    if (sides.counts().isEmpty()) {
      report.leaveOut("P3: only the embedded servers count");
      return;
    }
    for (var contender : settings.contenders().entrySet()) {
      Map<String, String> environment = sides.fresh();
      try (Contender running = contender.getValue().on(environment)) {
        Map<String, RequestCounts> counts = stages(sides, running);
        counts.forEach(
            (stage, taken) ->
                report.add(
                    new ReportRow("P3", stage, contender.getKey(), List.of(), taken.per(OBJECTS))));
        if (contender.getKey().equals("ours")) {
          goals(counts).forEach(report::add);
        }
      }
      sides.drop(environment);
    }
  }

  /** What each stage took, by its name. */
  static Map<String, RequestCounts> stages(BenchBuckets sides, Contender contender)
      throws IOException {
    Map<String, RequestCounts> counts = new LinkedHashMap<>();
    List<String> keys = sides.put(FOLDER, OBJECTS, BYTES);
    counts.put("created", counted(sides, contender, keys));
    counts.put("unchanged", counted(sides, contender, keys));
    pause(1100);
    sides.put(FOLDER, OBJECTS, BYTES + 1);
    counts.put("overwritten", counted(sides, contender, keys));
    keys.forEach(key -> sides.primary().deleteObject(r -> r.bucket(BenchBuckets.PRIMARY).key(key)));
    if (contender instanceof ReplicatorContender) {
      pause(6100);
      counts.put("deleted", counted(sides, contender, keys));
    } else if (contender instanceof RcloneContender rclone) {
      sides.counts();
      rclone.sync(FOLDER);
      counts.put("deleted", sides.counts().orElseThrow());
    }
    return counts;
  }

  private static RequestCounts counted(BenchBuckets sides, Contender contender, List<String> keys)
      throws IOException {
    sides.counts();
    contender.copy(keys);
    Optional<RequestCounts> counts = sides.counts();
    return counts.orElseThrow();
  }

  /**
   * Two writes within one second, or a deletion within the margin of a write, cost a look into the
   * key's history (docs/stamps.md). That is rare, and not what is counted here.
   */
  private static void pause(int millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static List<Goal> goals(Map<String, RequestCounts> counts) {
    RequestCounts created = requireNonNull(counts.get("created"));
    double atS3 = (double) RequestCounts.calls(created.primary()) / OBJECTS;
    double all = atS3 + (double) RequestCounts.calls(created.standby()) / OBJECTS;
    return List.of(
        Goal.atMost("P3", "calls for a created object", all, 4),
        Goal.atMost("P3", "of them at S3, billed", atS3, 2));
  }
}
