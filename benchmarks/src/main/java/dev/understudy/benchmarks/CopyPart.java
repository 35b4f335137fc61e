package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** P1: CPU per GiB of objects of three sizes. */
final class CopyPart implements BenchPart {
  private static final int MIDDLING = 64;
  private static final int MIDDLING_COUNT = 4;
  private static final int LITTLE_COUNT = 128;
  private static final int AWAKE = 40;

  /** Parts of the large object, as it was uploaded. */
  private static final int PART = 32;

  /** One object size. */
  private record Work(String name, List<String> keys, double gibibytes) {}

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    List<Work> works = fill(sides, settings);
    Map<String, List<Usage>> taken = new LinkedHashMap<>();
    Map<String, Running> all = new LinkedHashMap<>();
    try {
      for (var contender : settings.contenders().entrySet()) {
        Map<String, String> environment = sides.fresh();
        all.put(contender.getKey(), new Running(environment, contender.getValue().on(environment)));
      }
      for (int round = 0; round < settings.rounds(); round++) {
        for (var running : all.entrySet()) {
          round(sides, works, running.getKey(), running.getValue(), taken);
        }
      }
    } finally {
      all.values().forEach(running -> running.contender.close());
    }
    all.values().forEach(running -> sides.drop(running.environment));
    works.forEach(work -> report(work, settings, taken, report));
  }

  private record Running(Map<String, String> environment, Contender contender) {}

  private static void round(
      BenchBuckets sides,
      List<Work> works,
      String name,
      Running running,
      Map<String, List<Usage>> taken)
      throws IOException {
    // Connections and threads that were let go while others had their turn.
    running.contender.copy(BenchBuckets.WARM.subList(0, AWAKE));
    for (Work work : works) {
      taken
          .computeIfAbsent(name + work.name, key -> new ArrayList<>())
          .add(running.contender.copy(work.keys));
      sides.requireEqual(running.environment, List.of(work.keys.get(work.keys.size() - 1)));
    }
    sides.empty(running.environment);
  }

  private static List<Work> fill(BenchBuckets sides, BenchSettings settings) {
    sides.putInParts("large", settings.large(), PART);
    return List.of(
        new Work("1 MiB", sides.put("little", LITTLE_COUNT, 1 << 20), LITTLE_COUNT / 1024.0),
        new Work(
            MIDDLING + " MiB",
            sides.put("middling", MIDDLING_COUNT, MIDDLING << 20),
            MIDDLING_COUNT * MIDDLING / 1024.0),
        new Work(settings.large() + " MiB", List.of("large"), settings.large() / 1024.0));
  }

  private static void report(
      Work work, BenchSettings settings, Map<String, List<Usage>> taken, BenchReport report) {
    Map<String, Double> cpu = new LinkedHashMap<>();
    for (String contender : settings.contenders().keySet()) {
      List<Usage> usages = taken.getOrDefault(contender + work.name, List.of());
      Figure perGibibyte =
          BenchSettings.figure("CPU s/GiB", usages, usage -> usage.cpu() / work.gibibytes);
      cpu.put(contender, perGibibyte.median());
      report.add(
          new ReportRow(
              "P1",
              "objects of " + work.name,
              contender,
              List.of(
                  perGibibyte,
                  BenchSettings.figure("s/GiB", usages, usage -> usage.seconds() / work.gibibytes),
                  BenchSettings.figure("MiB RSS", usages, Usage::mebibytes))));
    }
    double ours = cpu.getOrDefault("ours", 0.0);
    report.add(
        Goal.atMost(
            "P1",
            work.name + ": CPU of ours / relay",
            ours / cpu.getOrDefault("relay", 0.0),
            1.25));
    if (cpu.containsKey("rclone")) {
      report.add(
          Goal.atMost("P1", work.name + ": CPU of ours / rclone", ours / cpu.get("rclone"), 0.7));
    }
  }
}
