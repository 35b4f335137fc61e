package dev.understudy.testkit.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes in memory that count as open until they are closed. */
final class CountedStream extends FilterInputStream {
  private final AtomicInteger open;
  private boolean closed;

  CountedStream(byte[] content, AtomicInteger open) {
    super(new ByteArrayInputStream(content));
    this.open = open;
    open.incrementAndGet();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      open.decrementAndGet();
    }
  }
}
