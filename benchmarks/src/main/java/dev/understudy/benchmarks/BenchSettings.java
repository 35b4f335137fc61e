package dev.understudy.benchmarks;

import dev.understudy.core.config.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The size of the benchmark.
 *
 * @param rounds of each comparison; each contender runs once per round
 * @param large size in MiB of the largest object of P1
 * @param small the number of objects of P2
 * @param huge size in MiB of the object of P4 and P8
 * @param rclone the version of rclone; empty if it is not installed
 * @param mc the version of MinIO's client; empty if it is not installed
 * @param s3sync the version of s3sync; empty if it is not installed
 */
record BenchSettings(
    int rounds,
    int large,
    int small,
    int huge,
    Optional<String> rclone,
    Optional<String> mc,
    Optional<String> s3sync) {

  /**
   * Variables: {@code BENCH_ROUNDS}, {@code BENCH_MIB}, {@code BENCH_SMALL}, {@code
   * BENCH_HUGE_MIB}.
   */
  static BenchSettings of(Map<String, String> variables) throws IOException {
    Environment environment = new Environment(variables);
    BenchSettings settings =
        new BenchSettings(
            environment.integer("BENCH_ROUNDS", 5, 1, 100),
            environment.integer("BENCH_MIB", 1024, 1, 102_400),
            environment.integer("BENCH_SMALL", 10_000, 100, 1_000_000),
            environment.integer("BENCH_HUGE_MIB", 5120, 1, 102_400),
            RcloneContender.version(),
            McMirror.version(),
            S3Sync.version());
    environment.verify();
    return settings;
  }

  /** Starts a contender. */
  @FunctionalInterface
  interface Start {
    Contender on(Map<String, String> environment) throws IOException;
  }

  /** The contenders that copy given keys, by name, in the order of their turns. */
  Map<String, Start> contenders() {
    Map<String, Start> all = new LinkedHashMap<>();
    all.put("relay", environment -> CopyLoopContender.start(CopyLoop.RELAY, environment));
    all.put("wire relay", environment -> CopyLoopContender.start(CopyLoop.WIRE_RELAY, environment));
    all.put("understudy", ReplicatorContender::start);
    rclone.ifPresent(version -> all.put("rclone", RcloneContender::start));
    return all;
  }

  /** The installed programs that compare both sides themselves, by name. */
  Map<String, Function<Map<String, String>, Mirror>> mirrors() {
    Map<String, Function<Map<String, String>, Mirror>> all = new LinkedHashMap<>();
    mc.ifPresent(version -> all.put("mc mirror", McMirror::new));
    s3sync.ifPresent(version -> all.put("s3sync", S3Sync::new));
    return all;
  }

  /**
   * The median of the ratios of each round, because other load on the machine affects both sides of
   * a round alike.
   */
  static <T> double ratio(List<T> taken, List<T> others, Function<T, Double> value) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(taken.size(), others.size()); round++) {
      ratios.add(value.apply(taken.get(round)) / value.apply(others.get(round)));
    }
    return new Figure("", ratios).median();
  }

  static <T> Figure figure(String unit, List<T> taken, Function<T, Double> value) {
    return new Figure(unit, taken.stream().map(value).toList());
  }
}
