package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** P1: CPU per GiB for objects of three sizes. */
final class CopyPart implements BenchPart {
  private static final int MEDIUM = 64;
  private static final int MEDIUM_COUNT = 4;
  private static final int SMALL_COUNT = 128;
  private static final int WARM_KEYS = 40;

  /** Part size in MiB of the large object on the primary. */
  private static final int PART = 32;

  /** The objects of one size. */
  private record Work(String name, List<String> keys, double gibibytes) {}

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    List<Work> works = fill(buckets, settings);
    Map<String, List<Usage>> taken = new LinkedHashMap<>();
    Map<String, Running> all = new LinkedHashMap<>();
    try {
      for (var contender : settings.contenders().entrySet()) {
        Map<String, String> environment = buckets.fresh();
        all.put(contender.getKey(), new Running(environment, contender.getValue().on(environment)));
      }
      for (int round = 0; round < settings.rounds(); round++) {
        for (var running : all.entrySet()) {
          round(buckets, works, running.getKey(), running.getValue(), taken);
        }
      }
    } finally {
      all.values().forEach(running -> running.contender.close());
    }
    all.values().forEach(running -> buckets.drop(running.environment));
    works.forEach(work -> report(work, settings, taken, report));
  }

  private record Running(Map<String, String> environment, Contender contender) {}

  private static void round(
      BenchBuckets buckets,
      List<Work> works,
      String name,
      Running running,
      Map<String, List<Usage>> taken)
      throws IOException {
    // Reopens connections and threads that expired during the turns of the others.
    running.contender.copy(BenchBuckets.WARM.subList(0, WARM_KEYS));
    for (Work work : works) {
      taken
          .computeIfAbsent(name + work.name, key -> new ArrayList<>())
          .add(running.contender.copy(work.keys));
      buckets.requireEqual(running.environment, List.of(work.keys.get(work.keys.size() - 1)));
    }
    buckets.empty(running.environment);
  }

  private static List<Work> fill(BenchBuckets buckets, BenchSettings settings) {
    buckets.putMultipart("large", settings.large(), PART);
    return List.of(
        new Work("1 MiB", buckets.put("small", SMALL_COUNT, 1 << 20), SMALL_COUNT / 1024.0),
        new Work(
            MEDIUM + " MiB",
            buckets.put("medium", MEDIUM_COUNT, MEDIUM << 20),
            MEDIUM_COUNT * MEDIUM / 1024.0),
        new Work(settings.large() + " MiB", List.of("large"), settings.large() / 1024.0));
  }

  private static void report(
      Work work, BenchSettings settings, Map<String, List<Usage>> taken, BenchReport report) {
    Map<String, List<Usage>> ofWork = new LinkedHashMap<>();
    for (String contender : settings.contenders().keySet()) {
      List<Usage> usages = taken.getOrDefault(contender + work.name, List.of());
      ofWork.put(contender, usages);
      report.add(
          new ReportRow(
              "P1",
              "objects of " + work.name,
              contender,
              List.of(
                  BenchSettings.figure("CPU s/GiB", usages, usage -> usage.cpu() / work.gibibytes),
                  BenchSettings.figure("s/GiB", usages, usage -> usage.seconds() / work.gibibytes),
                  BenchSettings.figure("MiB RSS", usages, Usage::mebibytes))));
    }
    if (work.gibibytes / work.keys.size() > 1 / 1024.0) {
      against("wire relay", 1.1, work, ofWork, report);
    }
    if (ofWork.containsKey("rclone")) {
      against("rclone", 0.7, work, ofWork, report);
    }
  }

  private static void against(
      String contender,
      double limit,
      Work work,
      Map<String, List<Usage>> ofWork,
      BenchReport report) {
    double ratio =
        BenchSettings.ratio(
            ofWork.getOrDefault("understudy", List.of()),
            ofWork.getOrDefault(contender, List.of()),
            Usage::cpu);
    report.add(Goal.atMost("P1", work.name + ": CPU of understudy / " + contender, ratio, limit));
  }
}
