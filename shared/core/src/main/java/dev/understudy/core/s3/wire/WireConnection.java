package dev.understudy.core.s3.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection. Only {@link #abort} may be called by several threads. */
final class WireConnection extends DefaultBHttpClientConnection {
  /** S3 allows 8 KiB of headers in a request, and sends less in a response. */
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(500).build();

  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

  private final BlockSocket below;
  private Runnable beforeReading = () -> {};
  private boolean ended;
  private long idleSince;

  /** The response to a request whose body has not been sent completely. */
  private @Nullable ClassicHttpResponse early;

  private WireConnection(BlockSocket below) {
    super(
        LIMITS,
        null,
        null,
        null,
        null,
        (request, connection, in, sent, next) -> ((WireConnection) connection).isAnswered(),
        null,
        null);
    this.below = below;
  }

  /**
   * @param socket the connected socket
   */
  static WireConnection plain(BlockSocket socket) throws IOException {
    WireConnection connection = new WireConnection(socket);
    connection.bind(connection.new Streams(socket));
    return connection;
  }

  /**
   * @param tls the socket over {@code below}, after the handshake
   */
  static WireConnection tls(SSLSocket tls, BlockSocket below) throws IOException {
    WireConnection connection = new WireConnection(below);
    connection.bind(connection.new Streams(tls, below));
    return connection;
  }

  /**
   * Sends the request and reads the header section of its response. If the request expects it, the
   * body is sent after the server's consent only. If the final response arrives earlier, the rest
   * of the body is not sent, and the connection cannot be used again.
   *
   * @param meanwhile runs before each header section is read
   * @throws IOException also if the response ends within its header section
   */
  ClassicHttpResponse exchange(ClassicHttpRequest request, Runnable meanwhile)
      throws IOException, HttpException {
    beforeReading = meanwhile;
    ClassicHttpResponse response = EXECUTOR.execute(request, this, HttpCoreContext.create());
    if (ended) {
      // The parser takes the end of the stream for the end of the header section.
      throw new ConnectionClosedException("The response ended within its header section");
    }
    return response;
  }

  /**
   * Whether the final response has arrived. Runs before each block of a body. It does not wait if
   * nothing was received, and at most 1 ms for data that follow a TLS session ticket.
   */
  private boolean isAnswered() throws IOException {
    try {
      while (early == null
          && below.getInputStream().available() > 0
          && isDataAvailable(Timeout.ONE_MILLISECOND)) {
        ClassicHttpResponse response = super.receiveResponseHeader();
        // An interim response, such as a late 100, permits the body.
        early = response.getCode() < HttpStatus.SC_SUCCESS ? null : response;
      }
      return early != null;
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    beforeReading.run();
    ClassicHttpResponse response = early;
    early = null;
    return response == null ? super.receiveResponseHeader() : response;
  }

  /**
   * After an early response, the server may have closed the connection or may not read any more.
   */
  @Override
  public void flush() throws IOException {
    if (early == null) {
      super.flush();
    }
  }

  /** Whether the connection can be used again after this exchange. */
  boolean keepsAlive(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
    return EXECUTOR.keepAlive(request, response, this, HttpCoreContext.create());
  }

  /** Closes the connection at once, also while another thread uses it. */
  void abort() {
    below.abort();
  }

  BlockSocket below() {
    return below;
  }

  void idleSince(long nanoTime) {
    idleSince = nanoTime;
  }

  /** The {@link System#nanoTime} of the last use. */
  long idleSince() {
    return idleSince;
  }

  /** Notices the end of the stream, and flushes the block below TLS. */
  private final class Streams extends SocketHolder {
    Streams(Socket plain) {
      super(plain);
    }

    Streams(SSLSocket tls, Socket below) {
      super(tls, below);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new FilterInputStream(socket.getInputStream()) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int count = super.read(buffer, offset, length);
          ended = count < 0;
          return count;
        }
      };
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) throws IOException {
      BlockSocket.Block block = below.getOutputStream();
      return new FilterOutputStream(socket.getOutputStream()) {
        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          block.collecting(true);
          try {
            out.write(buffer, offset, length);
          } finally {
            block.collecting(false);
          }
          if (length > LIMITS.getBufferSize()) {
            // A block of a body. HttpCore flushes what it writes from its own buffer.
            block.flush();
          }
        }

        @Override
        public void flush() throws IOException {
          out.flush();
          block.flush();
        }
      };
    }
  }
}
