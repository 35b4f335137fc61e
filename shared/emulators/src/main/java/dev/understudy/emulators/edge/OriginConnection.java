package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.emulators.net.BlockInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * HTTP/1.1 on a connected socket, for one request. Header values are bytes (ISO 8859-1), so that
 * they pass through unchanged. The caller closes the socket.
 */
final class OriginConnection extends DefaultBHttpClientConnection {
  /** Cloudflare's limit for the header section of a response. */
  static final int MAX_HEADER_BYTES = 32 << 10;

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(MAX_HEADER_BYTES).build();

  private final TimedInput input;

  /**
   * @param read limit of one read from the socket
   * @param deadline the {@link System#nanoTime} at which every read fails
   */
  OriginConnection(Socket socket, Duration read, long deadline) throws IOException {
    super(LIMITS, ISO_8859_1.newDecoder(), ISO_8859_1.newEncoder());
    this.input = new TimedInput(socket, read, deadline);
    bind(
        new SocketHolder(socket) {
          @Override
          protected InputStream getInputStream(Socket source) {
            return input;
          }
        });
  }

  /**
   * Sends the request, and reads the response's header section, past interim responses. The body is
   * read through the response's entity; a response without a body has none.
   *
   * @throws SocketTimeoutException if a read reached its limit or the deadline
   */
  ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException, HttpException {
    sendRequestHeader(request);
    sendRequestEntity(request);
    flush();
    ClassicHttpResponse response = receiveResponseHeader();
    while (response.getCode() < 200) {
      response = receiveResponseHeader();
    }
    if (input.ended) {
      // The parser takes the end of the stream for the end of the header section.
      throw new EOFException("The response ended within its header section");
    }
    boolean bodiless = response.getCode() == 204 || response.getCode() == 304;
    if (!request.getMethod().equals("HEAD") && !bodiless) {
      receiveResponseEntity(response);
    }
    return response;
  }

  /** The milliseconds of a duration, at least 1: a socket takes 0 for no limit. */
  static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  /** Limits each read and all reads together, and remembers whether the stream has ended. */
  private static final class TimedInput extends BlockInputStream {
    private final Socket socket;
    private final InputStream in;
    private final Duration each;
    private final long deadline;
    private boolean ended;

    TimedInput(Socket socket, Duration each, long deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.each = each;
      this.deadline = deadline;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("The time limit of the request was reached");
      }
      socket.setSoTimeout(millis(Duration.ofNanos(Math.min(left, each.toNanos()))));
      int count = in.read(buffer, offset, length);
      ended = count < 0;
      return count;
    }
  }
}
