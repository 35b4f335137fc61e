package dev.understudy.healthprobe;

import java.util.Map;

/**
 * The checks of one run and the connections that they share.
 *
 * @param byName every check; those that a run leaves out connect to nothing
 * @param disconnect ends every call in progress, in whichever thread
 */
record RunChecks(Map<CheckName, Check> byName, Runnable disconnect) implements AutoCloseable {
  @Override
  public void close() {
    disconnect.run();
  }
}
