package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * P2: many small objects, all new, and then one in a hundred changed. Ours learns of them from the
 * queue; rclone is spared comparing in the first case, and lists both sides in the second. A few
 * are given to rclone one by one, as by something that follows events. Ten thousand objects are a
 * mean in themselves, and so is the blueprint's way through all of them: rounds are of the changes.
 */
final class SmallPart implements BenchPart {
  private static final int BYTES = 4096;
  private static final String FOLDER = "small";
  private static final String NEW = "new";
  private static final String CHANGED = "1 % changed";
  private static final String EACH = "a process for each";
  private static final int SOME = 10;

  private final Map<String, List<Usage>> taken = new LinkedHashMap<>();

  /** Those that take turns. */
  private record Running(
      BenchBuckets sides,
      Map<String, String> ourSide,
      ReplicatorContender ours,
      SdkLoopContender relay,
      Optional<RcloneContender> rclone) {}

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    List<String> keys = sides.put(FOLDER, settings.small(), BYTES);
    Map<String, String> ourSide = sides.fresh();
    Map<String, String> rcloneSide = sides.fresh();
    Map<String, String> otherSide = sides.fresh();
    Optional<RcloneContender> rclone =
        settings.rclone().map(version -> RcloneContender.start(rcloneSide));
    try (ReplicatorContender ours = ReplicatorContender.start(ourSide);
        SdkLoopContender relay = SdkLoopContender.start(SdkLoop.RELAY, otherSide);
        SdkLoopContender blueprint = SdkLoopContender.start(SdkLoop.BLUEPRINT, otherSide)) {
      Running running = new Running(sides, ourSide, ours, relay, rclone);
      allNew(running, keys);
      for (int round = 1; round <= settings.rounds(); round++) {
        someChanged(running, keys.subList(0, keys.size() / 100), BYTES + round);
      }
      take("blueprint", CHANGED, blueprint.copy(List.of(FOLDER + "/")));
    }
    List.of(ourSide, rcloneSide, otherSide).forEach(sides::drop);
    report(NEW, keys.size(), keys.size(), report);
    report(EACH, SOME, SOME, report);
    report(CHANGED, keys.size(), keys.size() / 100, report);
    goals(report);
  }

  private void allNew(Running running, List<String> keys) throws IOException {
    take("relay", NEW, running.relay.copy(keys));
    take("ours", NEW, throughTheQueue(running.ours, running.ourSide, keys));
    if (running.rclone.isPresent()) {
      RcloneContender rclone = running.rclone.get();
      take("rclone copy", NEW, rclone.copy(keys));
      take("rclone copyto", EACH, rclone.copyEach(BenchBuckets.WARM.subList(0, SOME)));
    }
    running.sides.requireEqual(running.ourSide, keys.subList(keys.size() - 10, keys.size()));
  }

  private void someChanged(Running running, List<String> keys, int bytes) throws IOException {
    keys.forEach(key -> running.sides.put(key, BenchBuckets.random(bytes)));
    take("relay", CHANGED, running.relay.copy(keys));
    take("ours", CHANGED, throughTheQueue(running.ours, running.ourSide, keys));
    if (running.rclone.isPresent()) {
      take("rclone sync --fast-list", CHANGED, running.rclone.get().sync(FOLDER));
    }
    running.sides.requireEqual(running.ourSide, keys);
  }

  private void take(String contender, String work, Usage usage) {
    taken.computeIfAbsent(work + "/" + contender, key -> new ArrayList<>()).add(usage);
  }

  /** All events are waiting when the worker begins, as after a burst. */
  private static Usage throughTheQueue(
      ReplicatorContender ours, Map<String, String> environment, List<String> keys)
      throws IOException {
    try (ChangeEvents events = new ChangeEvents(environment)) {
      events.send(keys);
      return Usage.of(
          ours.process(),
          () -> {
            try (ChangeEvents.Working working = events.workedOffBy(List.of(ours))) {
              events.awaitEmpty();
            }
          });
    }
  }

  /**
   * @param objects that had to be copied, of all that were there
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
    against("rclone copy", NEW, 2, report);
    against("rclone sync --fast-list", CHANGED, 2, report);
    against("blueprint", CHANGED, 10, report);
  }

  private void against(String contender, String work, double times, BenchReport report) {
    List<Usage> theirs = taken.getOrDefault(work + "/" + contender, List.of());
    if (!theirs.isEmpty()) {
      List<Usage> ours = taken.getOrDefault(work + "/ours", List.of());
      double ratio =
          BenchSettings.figure("", theirs, Usage::cpu).median()
              / BenchSettings.figure("", ours, Usage::cpu).median();
      report.add(
          Goal.atLeast("P2", work + ": objects per CPU s, ours / " + contender, ratio, times));
    }
  }
}
