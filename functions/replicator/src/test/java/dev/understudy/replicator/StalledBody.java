package dev.understudy.replicator;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A body that returns some bytes, then blocks until it is closed, then fails. */
final class StalledBody extends InputStream {
  private final CountDownLatch read = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private int left;

  /**
   * @param bytes the number of bytes before it blocks
   */
  StalledBody(int bytes) {
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    if (left-- > 0) {
      return 'x';
    }
    read.countDown();
    await(closed);
    throw new IOException("Broken off on purpose");
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    buffer[offset] = (byte) read();
    return 1;
  }

  /** Returns once a reader is blocked. */
  void awaitStall() throws IOException {
    await(read);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
