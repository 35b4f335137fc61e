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
 *
 * <p>What is written is sent by {@link OutputStream#flush} of its output stream, which TLS calls
 * for its handshake only.
 */
final class BlockSocket extends Socket {
  private static final int BLOCK = 64 << 10;

  private @Nullable InputStream input;
  private @Nullable OutputStream output;

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
  public synchronized OutputStream getOutputStream() throws IOException {
    OutputStream stream = output;
    if (stream == null) {
      stream = new BufferedOutputStream(super.getOutputStream(), BLOCK);
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
}
