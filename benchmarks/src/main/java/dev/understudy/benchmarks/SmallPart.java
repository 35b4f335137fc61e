package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * P2: many small objects, first all new, then 1 % changed. The replicator receives events from the
 * queue. rclone copies new objects without a comparison, and lists both sides to find the changed
 * ones, as mc and s3sync always do; rclone also copies a few keys with a process for each. Only the
 * changed objects are measured in several rounds: new objects and the full copy take long enough
 * for one measurement.
 */
final class SmallPart implements BenchPart {
  private static final int BYTES = 4096;
  private static final String FOLDER = "small";
  private static final String NEW = "new";
  private static final String CHANGED = "1 % changed";
  private static final String EACH = "a process for each";
  private static final int PROCESS_KEYS = 10;

  private final Map<String, List<Usage>> taken = new LinkedHashMap<>();

  /** The contenders that take turns. */
  private record Running(
      BenchBuckets buckets,
      Map<String, String> replicatorEnvironment,
      ReplicatorContender replicator,
      CopyLoopContender relay,
      Optional<RcloneContender> rclone,
      Map<String, Mirrored> mirrors) {}

  /** A program and its own standby. */
  private record Mirrored(Map<String, String> environment, Mirror program) {}

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    List<String> keys = buckets.put(FOLDER, settings.small(), BYTES);
    Map<String, String> replicatorEnvironment = buckets.fresh();
    Map<String, String> rcloneEnvironment = buckets.fresh();
    Map<String, String> relayEnvironment = buckets.fresh();
    Optional<RcloneContender> rclone =
        settings.rclone().map(version -> RcloneContender.start(rcloneEnvironment));
    Map<String, Mirrored> mirrors = mirrors(buckets, settings);
    try (ReplicatorContender replicator = ReplicatorContender.start(replicatorEnvironment);
        CopyLoopContender relay = CopyLoopContender.start(CopyLoop.RELAY, relayEnvironment);
        CopyLoopContender fullCopy =
            CopyLoopContender.start(CopyLoop.FULL_COPY, relayEnvironment)) {
      Running running =
          new Running(buckets, replicatorEnvironment, replicator, relay, rclone, mirrors);
      allNew(running, keys);
      for (int round = 1; round <= settings.rounds(); round++) {
        onePercentChanged(running, keys.subList(0, keys.size() / 100), BYTES + round);
      }
      take("full-copy", CHANGED, fullCopy.copy(List.of(FOLDER + "/")));
    }
    List.of(replicatorEnvironment, rcloneEnvironment, relayEnvironment).forEach(buckets::drop);
    mirrors.values().forEach(mirrored -> buckets.drop(mirrored.environment()));
    report(NEW, keys.size(), keys.size(), report);
    report(EACH, PROCESS_KEYS, PROCESS_KEYS, report);
    report(CHANGED, keys.size(), keys.size() / 100, report);
    goals(report);
  }

  private static Map<String, Mirrored> mirrors(BenchBuckets buckets, BenchSettings settings) {
    Map<String, Mirrored> mirrors = new LinkedHashMap<>();
    settings
        .mirrors()
        .forEach(
            (name, start) -> {
              Map<String, String> environment = buckets.fresh();
              mirrors.put(name, new Mirrored(environment, start.apply(environment)));
            });
    return mirrors;
  }

  private void allNew(Running running, List<String> keys) throws IOException {
    take("relay", NEW, running.relay.copy(keys));
    take(
        "understudy",
        NEW,
        throughTheQueue(running.replicator, running.replicatorEnvironment, keys));
    if (running.rclone.isPresent()) {
      RcloneContender rclone = running.rclone.get();
      take("rclone copy", NEW, rclone.copy(keys));
      take("rclone copyto", EACH, rclone.copyEach(BenchBuckets.WARM.subList(0, PROCESS_KEYS)));
    }
    mirror(running, NEW);
    running.buckets.requireEqual(
        running.replicatorEnvironment, keys.subList(keys.size() - 10, keys.size()));
  }

  private void onePercentChanged(Running running, List<String> keys, int bytes) throws IOException {
    keys.forEach(key -> running.buckets.put(key, BenchBuckets.random(bytes)));
    take("relay", CHANGED, running.relay.copy(keys));
    take(
        "understudy",
        CHANGED,
        throughTheQueue(running.replicator, running.replicatorEnvironment, keys));
    if (running.rclone.isPresent()) {
      take("rclone sync --fast-list", CHANGED, running.rclone.get().sync(FOLDER));
    }
    mirror(running, CHANGED);
    running.buckets.requireEqual(running.replicatorEnvironment, keys);
  }

  private void mirror(Running running, String work) throws IOException {
    for (Map.Entry<String, Mirrored> mirrored : running.mirrors.entrySet()) {
      take(mirrored.getKey(), work, mirrored.getValue().program().mirror(FOLDER));
    }
  }

  private void take(String contender, String work, Usage usage) {
    taken.computeIfAbsent(work + "/" + contender, key -> new ArrayList<>()).add(usage);
  }

  /** All events are in the queue before the worker starts, as after a burst. */
  private static Usage throughTheQueue(
      ReplicatorContender replicator, Map<String, String> environment, List<String> keys)
      throws IOException {
    try (ChangeEvents events = new ChangeEvents(environment)) {
      events.send(keys);
      return Usage.of(
          replicator.process(),
          () -> {
            try (ChangeEvents.QueueWorker worker = events.startWorkers(List.of(replicator))) {
              events.awaitEmpty();
            }
          });
    }
  }

  /**
   * Adds a row for each contender.
   *
   * @param all the number of objects in the bucket
   * @param objects the number of objects to copy
   */
  private void report(String work, int all, int objects, BenchReport report) {
    taken.forEach(
        (name, usages) -> {
          if (name.startsWith(work + "/")) {
            report.add(
                new ReportRow(
                    "P2",
                    "%,d objects of 4 KiB, %s".formatted(all, work),
                    name.substring(work.length() + 1),
                    List.of(
                        BenchSettings.figure("objects/CPU s", usages, u -> objects / u.cpu()),
                        BenchSettings.figure("objects/s", usages, u -> objects / u.seconds()),
                        BenchSettings.figure("MiB RSS", usages, Usage::mebibytes))));
          }
        });
  }

  private void goals(BenchReport report) {
    against("rclone copy", NEW, 1.5, report);
    against("rclone sync --fast-list", CHANGED, 2, report);
    against("full-copy", CHANGED, 10, report);
  }

  private void against(String contender, String work, double times, BenchReport report) {
    List<Usage> others = taken.getOrDefault(work + "/" + contender, List.of());
    if (!others.isEmpty()) {
      List<Usage> replicator = taken.getOrDefault(work + "/understudy", List.of());
      double ratio =
          BenchSettings.figure("", others, Usage::cpu).median()
              / BenchSettings.figure("", replicator, Usage::cpu).median();
      report.add(
          Goal.atLeast(
              "P2", work + ": objects per CPU s, understudy / " + contender, ratio, times));
    }
  }
}
