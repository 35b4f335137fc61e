package dev.understudy.benchmarks;

import java.util.List;

/**
 * Measured times in milliseconds.
 *
 * @param sorted in ascending order
 */
record Percentiles(List<Double> sorted) {
  Percentiles {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    sorted = sorted.stream().sorted().toList();
  }

  /**
   * The time that {@code percent} of the times do not exceed.
   *
   * @param percent above 0, up to 100
   */
  double at(double percent) {
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100) - 1);
  }

  List<Figure> figures() {
    return List.of(
        new Figure("ms p50", List.of(at(50))),
        new Figure("ms p99", List.of(at(99))),
        new Figure("ms most", List.of(at(100))));
  }
}
