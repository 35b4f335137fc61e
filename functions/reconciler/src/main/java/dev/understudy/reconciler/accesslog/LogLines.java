package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a log file, which may be compressed with gzip. Used by one thread. */
final class LogLines {
  /** The rest of a longer line is left out. */
  static final int MAX_LINE_BYTES = 64 << 10;

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private int next;
  private int end;

  /**
   * @param body not closed here
   */
  LogLines(InputStream body) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(body, BUFFER);
    raw.mark(2);
    boolean compressed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    this.in = compressed ? new GZIPInputStream(raw, BUFFER) : raw;
  }

  /** The next line without its end, or null after the last one. */
  @Nullable String read() throws IOException {
    line.reset();
    boolean any = false;
    while (next < end || fill()) {
      any = true;
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      line.write(buffer, from, Math.min(next - from, MAX_LINE_BYTES - line.size()));
      if (next < end) {
        next++;
        return line.toString(UTF_8);
      }
    }
    return any ? line.toString(UTF_8) : null;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
