package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.List;

/** Somebody who copies objects from the primary to the standby, in a process of its own. */
interface Contender extends AutoCloseable {

  /**
   * Makes the replicas of these keys.
   *
   * @throws IOException if one of them was not made
   */
  Usage copy(List<String> keys) throws IOException;

  /** Ends the process. */
  @Override
  void close();
}
