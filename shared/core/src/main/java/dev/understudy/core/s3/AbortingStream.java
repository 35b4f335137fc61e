package dev.understudy.core.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * A body whose close does not read on. The SDK's own close drains what is left, which for a large
 * object given up half way would be all the rest of it; but a connection whose body is nearly read
 * is worth keeping.
 */
final class AbortingStream extends FilterInputStream {
  /** Cheaper to read than a new TLS connection is to open. */
  private static final long WORTH_DRAINING_BYTES = 64 * 1024;

  private final ResponseInputStream<?> answer;
  private long left;
  private boolean closed;

  /**
   * @param length how many bytes the body has
   */
  AbortingStream(ResponseInputStream<?> answer, long length) {
    super(answer);
    this.answer = answer;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    left -= one < 0 ? 0 : 1;
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (left > WORTH_DRAINING_BYTES) {
      answer.abort();
    } else {
      super.close();
    }
  }
}
