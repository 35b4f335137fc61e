package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** Charges and reports the bytes that are read, and fails once the time is up. */
final class MeasuredStream extends FilterInputStream {
  private final Deadline deadline;
  private final Bandwidth bandwidth;
  private final IntConsumer progress;

  /**
   * @param bandwidth what the bytes are charged to before they are returned
   * @param progress takes the number of bytes of each read
   */
  MeasuredStream(InputStream source, Deadline deadline, Bandwidth bandwidth, IntConsumer progress) {
    super(source);
    this.deadline = deadline;
    this.bandwidth = bandwidth;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (deadline.isPassed()) {
      throw noTimeLeft();
    }
    int bytes = in.read(buffer, offset, count);
    if (bytes > 0 && !bandwidth.charge(bytes, deadline)) {
      throw noTimeLeft();
    }
    progress.accept(Math.max(0, bytes));
    return bytes;
  }

  private static IOException noTimeLeft() {
    return new IOException("The invocation has no time left");
  }
}
