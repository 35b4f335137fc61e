package dev.understudy.lab.bench;

import java.io.IOException;

/** One part of the benchmark. */
interface Part {
  /** Measures, and adds what came of it. */
  void run(BothSides sides, Settings settings, Report report) throws IOException;
}
