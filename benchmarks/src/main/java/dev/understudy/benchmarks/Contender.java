package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.List;

/** A program that copies objects from the primary to the standby, in its own process. */
interface Contender extends AutoCloseable {

  /**
   * Copies these keys.
   *
   * @throws IOException if a key was not copied
   */
  Usage copy(List<String> keys) throws IOException;

  /** Ends the process. */
  @Override
  void close();
}
