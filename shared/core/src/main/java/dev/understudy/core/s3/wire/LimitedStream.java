package dev.understudy.core.s3.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails once more bytes have been read than it may have. */
final class LimitedStream extends BufferedInputStream {
  private final int limit;
  private long total;

  LimitedStream(InputStream in, int limit) {
    super(in, 16 << 10);
    this.limit = limit;
  }

  @Override
  public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    total += Math.max(read, 0);
    if (total > limit) {
      throw new IOException("The response is longer than %d bytes".formatted(limit));
    }
    return read;
  }
}
