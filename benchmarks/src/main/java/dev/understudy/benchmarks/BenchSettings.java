package dev.understudy.benchmarks;

import dev.understudy.core.config.Environment;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How much is done.
 *
 * @param rounds of each comparison, one contender after the other in each
 * @param large MiB of the largest object of P1
 * @param small objects of P2
 * @param huge MiB of the object of P4 and P8
 * @param rclone its version, if it is here
 */
record BenchSettings(int rounds, int large, int small, int huge, Optional<String> rclone) {

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
            RcloneContender.version());
    environment.verify();
    return settings;
  }

  /** How a contender begins. */
  @FunctionalInterface
  interface Start {
    Contender on(Map<String, String> environment) throws IOException;
  }

  /** Those that copy what they are told to, by name, in the order in which they take turns. */
  Map<String, Start> contenders() {
    Map<String, Start> all = new LinkedHashMap<>();
    all.put("relay", environment -> SdkLoopContender.start(SdkLoop.RELAY, environment));
    all.put("ours", ReplicatorContender::start);
    rclone.ifPresent(version -> all.put("rclone", RcloneContender::start));
    return all;
  }

  static <T> Figure figure(String unit, java.util.List<T> taken, Function<T, Double> value) {
    return new Figure(unit, taken.stream().map(value).toList());
  }
}
