package dev.understudy.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command that changes something end in order after Ctrl-C or SIGTERM: it finishes its
 * current step, prints what it has done, and closes this object. The JVM waits for that.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await);
  private volatile boolean requested;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the command should begin no further step. */
  boolean requested() {
    return requested;
  }

  private void await() {
    requested = true;
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
