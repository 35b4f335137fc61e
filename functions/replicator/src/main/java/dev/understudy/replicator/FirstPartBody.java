package dev.understudy.replicator;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;

/**
 * The first part, from the body of the GET that returned the object. That body may have waited
 * while part borders were read, and a store may reset a body that nobody reads. Then the rest of
 * the part is requested once more, which is no failure. Closing it closes the body.
 */
final class FirstPartBody extends InputStream {
  private final long length;
  private final LongFunction<InputStream> reopen;
  private InputStream body;
  private long position;
  private boolean isReopened;

  /**
   * @param reopen opens the rest of the part, from this position
   */
  FirstPartBody(InputStream body, long length, LongFunction<InputStream> reopen) {
    this.body = body;
    this.length = length;
    this.reopen = reopen;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (position == length) {
      return -1;
    }
    int most = (int) Math.min(count, length - position);
    int bytes = readOrReopen(buffer, offset, most);
    position += Math.max(bytes, 0);
    return bytes;
  }

  private int readOrReopen(byte[] buffer, int offset, int count) throws IOException {
    try {
      return body.read(buffer, offset, count);
    } catch (IOException e) {
      if (isReopened) {
        throw e;
      }
      isReopened = true;
      body.close();
      body = reopened(e);
      return body.read(buffer, offset, count);
    }
  }

  private InputStream reopened(IOException failure) throws IOException {
    try {
      return reopen.apply(position);
    } catch (RuntimeException e) {
      // The next attempt opens the whole part and meets the store's failure itself.
      failure.addSuppressed(e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
