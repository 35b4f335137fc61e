package dev.understudy.benchmarks;

import java.io.IOException;

/** One part of the benchmark, such as P1. */
interface BenchPart {
  /** Measures and adds the results to the report. */
  void run(BenchBuckets buckets, BenchSettings settings, BenchReport report) throws IOException;
}
