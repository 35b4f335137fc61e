package dev.understudy.core.s3.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that reads and writes in blocks of 64 KiB. TLS alone makes two reads and one write for
 * each of its records of 16 KiB.
 */
final class BlockSocket extends Socket {
  private static final int BLOCK = 64 << 10;

  /** The headers and tags of the records in a block, and the headers of a request. */
  private static final int OVERHEAD = 2 << 10;

  private @Nullable InputStream input;
  private @Nullable Block output;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    InputStream stream = input;
    if (stream == null) {
      stream = new BufferedInputStream(super.getInputStream(), BLOCK);
      input = stream;
    }
    return stream;
  }

  @Override
  public synchronized Block getOutputStream() throws IOException {
    Block stream = output;
    if (stream == null) {
      stream = new Block(super.getOutputStream());
      output = stream;
    }
    return stream;
  }

  /** Closes the connection at once, also while other threads read or write. */
  void abort() {
    try {
      setSoLinger(true, 0);
    } catch (IOException e) {
      // It was closed or has never been connected; nothing is left to discard.
    }
    try {
      close();
    } catch (IOException e) {
      // The connection is given up in any case.
    }
  }

  /** What is written is sent by {@link #flush}, or when the block is full. */
  static final class Block extends BufferedOutputStream {
    private boolean collecting;

    Block(OutputStream socket) {
      super(socket, BLOCK + OVERHEAD);
    }

    /** Until this ends, {@link #flush} has no effect: TLS flushes after each of its records. */
    void collecting(boolean collects) {
      collecting = collects;
    }

    @Override
    public synchronized void flush() throws IOException {
      if (!collecting) {
        super.flush();
      }
    }
  }
}
