package dev.understudy.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** P3: requests for an object that is created, unchanged, overwritten and deleted. */
final class CallsPart implements BenchPart {
  static final int OBJECTS = 20;
  private static final int BYTES = 4096;
  private static final String FOLDER = "calls";

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    if (buckets.counts().isEmpty()) {
      report.leaveOut("P3: only the embedded servers count requests");
      return;
    }
    for (var contender : settings.contenders().entrySet()) {
      Map<String, String> environment = buckets.fresh();
      try (Contender running = contender.getValue().on(environment)) {
        Map<String, RequestCounts> counts = stages(buckets, running);
        counts.forEach(
            (stage, taken) ->
                report.add(
                    new ReportRow("P3", stage, contender.getKey(), List.of(), taken.per(OBJECTS))));
        if (contender.getKey().equals("understudy")) {
          goals(counts).forEach(report::add);
        }
      }
      buckets.drop(environment);
    }
  }

  /** The requests of each stage, by its name. */
  static Map<String, RequestCounts> stages(BenchBuckets buckets, Contender contender)
      throws IOException {
    Map<String, RequestCounts> counts = new LinkedHashMap<>();
    List<String> keys = buckets.put(FOLDER, OBJECTS, BYTES);
    counts.put("created", counted(buckets, contender, keys));
    counts.put("unchanged", counted(buckets, contender, keys));
    pause();
    buckets.put(FOLDER, OBJECTS, BYTES + 1);
    counts.put("overwritten", counted(buckets, contender, keys));
    keys.forEach(
        key -> buckets.primary().deleteObject(r -> r.bucket(BenchBuckets.PRIMARY).key(key)));
    if (contender instanceof ReplicatorContender) {
      pause();
      counts.put("deleted", counted(buckets, contender, keys));
    } else if (contender instanceof RcloneContender rclone) {
      buckets.counts();
      rclone.sync(FOLDER);
      counts.put("deleted", buckets.counts().orElseThrow());
    }
    return counts;
  }

  private static RequestCounts counted(BenchBuckets buckets, Contender contender, List<String> keys)
      throws IOException {
    buckets.counts();
    contender.copy(keys);
    Optional<RequestCounts> counts = buckets.counts();
    return counts.orElseThrow();
  }

  /**
   * Avoids the extra requests of two changes within six seconds (docs/stamps.md). That case is rare
   * and not part of P3.
   */
  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(6100);
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
