package dev.understudy.lab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * P2: many small objects, all new, and then one in a hundred changed. Ours learns of them from the
 * queue; rclone is spared comparing in the first case, and lists both sides in the second. A few
 * are given to rclone one by one, as by something that follows events.
 */
final class SmallPart implements Part {
  private static final int BYTES = 4096;
  private static final String FOLDER = "small";
  private static final String NEW = "new";
  private static final String CHANGED = "1 % changed";
  private static final String EACH = "a process for each";
  private static final int SOME = 10;

  /** A round takes more than half a minute. */
  private static final int MOST_ROUNDS = 2;

  private final Map<String, List<Usage>> taken = new LinkedHashMap<>();

  @Override
  public void run(BothSides sides, Settings settings, Report report) throws IOException {
    List<String> keys = sides.put(FOLDER, settings.small(), BYTES);
    for (int round = 0; round < settings.rounds(MOST_ROUNDS); round++) {
      round(sides, settings, keys);
    }
    report(NEW, keys.size(), keys.size(), report);
    report(EACH, SOME, SOME, report);
    report(CHANGED, keys.size(), keys.size() / 100, report);
    goals(report);
  }

  private void round(BothSides sides, Settings settings, List<String> keys) throws IOException {
    Map<String, String> ourSide = sides.fresh();
    Map<String, String> rcloneSide = sides.fresh();
    Map<String, String> relaySide = sides.fresh();
    List<String> changed = keys.subList(0, keys.size() / 100);
    Optional<Rclone> rclone = settings.rclone().map(version -> Rclone.start(rcloneSide));
    try (Ours ours = Ours.start(ourSide);
        Loop relay = Loop.start(SdkLoop.RELAY, relaySide);
        Loop blueprint = Loop.start(SdkLoop.BLUEPRINT, relaySide)) {
      take("relay", NEW, relay.copy(keys));
      take("ours", NEW, throughTheQueue(ours, ourSide, keys));
      if (rclone.isPresent()) {
        take("rclone copy", NEW, rclone.get().copy(keys));
      }
      for (String key : changed) {
        sides.put(key, BothSides.random(BYTES + 1));
      }
      take("relay", CHANGED, relay.copy(changed));
      take("ours", CHANGED, throughTheQueue(ours, ourSide, changed));
      if (rclone.isPresent()) {
        take("rclone copyto", EACH, rclone.get().copyEach(BothSides.WARM.subList(0, SOME)));
        take("rclone sync --fast-list", CHANGED, rclone.get().sync(FOLDER));
      }
      take("blueprint", CHANGED, blueprint.copy(List.of(FOLDER + "/")));
      sides.requireEqual(ourSide, changed);
      sides.requireEqual(ourSide, keys.subList(keys.size() - 10, keys.size()));
    }
    List.of(ourSide, rcloneSide, relaySide).forEach(sides::drop);
  }

  private void take(String contender, String work, Usage usage) {
    taken.computeIfAbsent(work + "/" + contender, key -> new ArrayList<>()).add(usage);
  }

  /** All events are waiting when the worker begins, as after a burst. */
  private static Usage throughTheQueue(
      Ours ours, Map<String, String> environment, List<String> keys) throws IOException {
    try (Events events = new Events(environment)) {
      events.send(keys);
      return Usage.of(
          ours.process(),
          () -> {
            try (Events.Working working = events.workedOffBy(List.of(ours))) {
              events.awaitEmpty();
            }
          });
    }
  }

  /**
   * @param objects that had to be copied, of all that were there
   */
  private void report(String work, int all, int objects, Report report) {
    taken.forEach(
        (name, usages) -> {
          if (name.startsWith(work + "/")) {
            report.add(
                new Row(
                    "P2",
                    "%,d objects of 4 KiB, %s".formatted(all, work),
                    name.substring(work.length() + 1),
                    List.of(
                        Settings.figure("objects/CPU s", usages, u -> objects / u.cpu()),
                        Settings.figure("objects/s", usages, u -> objects / u.seconds()),
                        Settings.figure("MiB RSS", usages, Usage::mebibytes))));
          }
        });
  }

  private void goals(Report report) {
    against("rclone copy", NEW, 2, report);
    against("rclone sync --fast-list", CHANGED, 2, report);
    against("blueprint", CHANGED, 10, report);
  }

  private void against(String contender, String work, double times, Report report) {
    List<Usage> theirs = taken.getOrDefault(work + "/" + contender, List.of());
    if (!theirs.isEmpty()) {
      List<Usage> ours = taken.getOrDefault(work + "/ours", List.of());
      double ratio =
          Settings.figure("", theirs, Usage::cpu).median()
              / Settings.figure("", ours, Usage::cpu).median();
      report.add(
          Goal.atLeast("P2", work + ": objects per CPU s, ours / " + contender, ratio, times));
    }
  }
}
