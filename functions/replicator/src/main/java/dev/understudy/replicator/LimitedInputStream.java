package dev.understudy.replicator;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a longer body. Closing it closes the body. */
final class LimitedInputStream extends InputStream {
  private final InputStream body;
  private long left;

  LimitedInputStream(InputStream body, long length) {
    this.body = body;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = body.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
