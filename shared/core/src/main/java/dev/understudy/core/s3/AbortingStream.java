package dev.understudy.core.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * A body whose close aborts the connection instead of reading the rest, as the SDK's close would.
 * If little is left, it is read, so that the connection can be reused.
 */
final class AbortingStream extends FilterInputStream {
  /** Reading this much is cheaper than opening a new TLS connection. */
  private static final long MAX_DRAINED_BYTES = 64 * 1024;

  private final ResponseInputStream<?> response;
  private long left;
  private boolean closed;

  /**
   * @param length the body's length in bytes
   */
  AbortingStream(ResponseInputStream<?> response, long length) {
    super(response);
    this.response = response;
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
    if (left > MAX_DRAINED_BYTES) {
      response.abort();
    } else {
      super.close();
    }
  }
}
