package dev.understudy.benchmarks;

import java.io.IOException;

/** One part of the benchmark. */
interface BenchPart {
  /** Measures, and adds what came of it. */
  void run(BenchBuckets sides, BenchSettings settings, BenchReport report) throws IOException;
}
