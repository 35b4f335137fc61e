package dev.understudy.benchmarks;

import java.io.IOException;

/** A program that lists both sides and copies what differs. */
interface Mirror {
  /** Lists a folder on both sides and copies the differences. */
  Usage mirror(String folder) throws IOException;
}
