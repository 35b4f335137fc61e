package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, which holds its connection until it is closed. A close reads the rest if
 * it is short, so that the connection can be used again, and otherwise closes the connection.
 */
final class ResponseBody extends InputStream {
  /** Reading this much is cheaper than opening a new TLS connection. */
  private static final int MAX_DRAINED_BYTES = 64 << 10;

  private final InputStream entity;
  private final ConnectionPool pool;
  private final WireConnection connection;
  private final boolean reusable;
  private long left;
  private boolean failed;
  private boolean closed;

  private ResponseBody(
      InputStream entity,
      long length,
      ConnectionPool pool,
      WireConnection connection,
      boolean reusable) {
    this.entity = entity;
    this.left = length;
    this.pool = pool;
    this.connection = connection;
    this.reusable = reusable;
  }

  /**
   * @param entity null if the response has no body; its connection is then free at once
   * @param reusable whether the connection can be used again after the body
   */
  static InputStream of(
      @Nullable HttpEntity entity, ConnectionPool pool, WireConnection connection, boolean reusable)
      throws IOException {
    InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
    long length = entity == null ? 0 : entity.getContentLength();
    ResponseBody body =
        new ResponseBody(content, length < 0 ? Long.MAX_VALUE : length, pool, connection, reusable);
    if (entity == null) {
      body.close();
    }
    return body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = entity.read(buffer, offset, length);
      left = count < 0 ? 0 : left - count;
      return count;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (reusable && !failed && isDrained()) {
      pool.release(connection);
    } else {
      pool.discard(connection);
    }
  }

  /** Reads to the end, which a body without a length has only there. */
  private boolean isDrained() {
    if (left == 0) {
      return true;
    }
    if (left > MAX_DRAINED_BYTES && left != Long.MAX_VALUE) {
      return false;
    }
    byte[] rest = new byte[8 << 10];
    try {
      for (int total = 0; total <= MAX_DRAINED_BYTES; ) {
        int count = entity.read(rest);
        if (count < 0) {
          return true;
        }
        total += count;
      }
    } catch (IOException e) {
      // The bytes are not needed, but the connection is broken.
    }
    return false;
  }
}
