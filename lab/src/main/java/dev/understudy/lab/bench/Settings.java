package dev.understudy.lab.bench;

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
record Settings(int rounds, int large, int small, int huge, Optional<String> rclone) {

  /**
   * Variables: {@code BENCH_ROUNDS}, {@code BENCH_MIB}, {@code BENCH_SMALL}, {@code
   * BENCH_HUGE_MIB}.
   */
  static Settings of(Map<String, String> environment) throws IOException {
    return new Settings(
        number(environment, "BENCH_ROUNDS", 5),
        number(environment, "BENCH_MIB", 1024),
        number(environment, "BENCH_SMALL", 10_000),
        number(environment, "BENCH_HUGE_MIB", 5120),
        Rclone.version());
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    int number = value.isEmpty() ? otherwise : Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException(name + " is " + number + " but must be at least 1");
    }
    return number;
  }

  /** How a contender begins. */
  @FunctionalInterface
  interface Start {
    Contender on(Map<String, String> environment) throws IOException;
  }

  /** Those that copy what they are told to, by name, in the order in which they take turns. */
  Map<String, Start> contenders() {
    Map<String, Start> all = new LinkedHashMap<>();
    all.put("relay", environment -> Loop.start(SdkLoop.RELAY, environment));
    all.put("ours", Ours::start);
    rclone.ifPresent(version -> all.put("rclone", Rclone::start));
    return all;
  }

  /** The least of the rounds and of what a long part can afford. */
  int rounds(int most) {
    return Math.min(rounds, most);
  }

  static <T> Figure figure(String unit, java.util.List<T> taken, Function<T, Double> value) {
    return new Figure(unit, taken.stream().map(value).toList());
  }
}
