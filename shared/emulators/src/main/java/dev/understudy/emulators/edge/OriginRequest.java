package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.emulators.net.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One request to an origin over a connection of its own. By hand, because the JDK's client sends no
 * other Host, tries again by itself, and does not tell in which phase a connection failed.
 */
record OriginRequest(
    EdgeOrigin origin,
    String method,
    String target,
    Map<String, List<String>> headers,
    byte[] body) {
  /** A look of a monitor. */
  static OriginRequest get(EdgeOrigin origin, String target) {
    return new OriginRequest(origin, "GET", target, Map.of(), new byte[0]);
  }

  /**
   * Sends it.
   *
   * @param connect how long the connection may take
   * @param read how long each piece of the answer may take
   * @param total how long all of it may take
   * @return the answer's head, and its body yet to be read; the caller closes it
   */
  OriginResponse send(Duration connect, Duration read, Duration total) throws OriginFailure {
    long end = System.nanoTime() + total.toNanos();
    Socket socket = connected(connect);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis(read));
      Socket secured = origin.tls().isPresent() ? secured(socket) : socket;
      secured.getOutputStream().write(head().getBytes(ISO_8859_1));
      secured.getOutputStream().write(body);
      secured.getOutputStream().flush();
      InputStream in = new TimedInput(secured, read, end);
      return OriginResponse.read(secured, in, method.equals("HEAD"));
    } catch (IOException e) {
      throw closed(socket, e);
    }
  }

  private Socket connected(Duration limit) throws OriginFailure {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(origin.address().getHost(), origin.address().getPort()),
          millis(limit));
      return socket;
    } catch (SocketTimeoutException e) {
      throw new OriginFailure(OriginFailure.CONNECT_TIMEOUT, "no connection in " + limit, e);
    } catch (ConnectException e) {
      throw new OriginFailure(OriginFailure.DOWN, "connection refused", e);
    } catch (IOException e) {
      throw new OriginFailure(OriginFailure.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private Socket secured(Socket socket) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            origin
                .tls()
                .orElseThrow()
                .getSocketFactory()
                .createSocket(socket, origin.hostName(), origin.address().getPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!origin.hostName().matches("[\\d.]+")) {
      parameters.setServerNames(List.of(new SNIHostName(origin.hostName())));
    }
    secured.setSSLParameters(parameters);
    try {
      secured.startHandshake();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw isAboutTheCertificate(e)
          ? new OriginFailure(OriginFailure.BAD_CERTIFICATE, "certificate not valid", e)
          : new OriginFailure(OriginFailure.NO_TLS, "no TLS handshake", e);
    }
    return secured;
  }

  private static boolean isAboutTheCertificate(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static OriginFailure closed(Socket socket, IOException e) {
    try {
      socket.close();
    } catch (IOException onClosing) {
      e.addSuppressed(onClosing);
    }
    if (e instanceof OriginFailure failure) {
      return failure;
    }
    return e instanceof SocketTimeoutException
        ? new OriginFailure(OriginFailure.READ_TIMEOUT, "no answer in time", e)
        : new OriginFailure(OriginFailure.UNKNOWN, "the answer broke off", e);
  }

  private String head() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(origin.address().getRawPath()).append(target);
    head.append(" HTTP/1.1\r\nHost: ").append(origin.host()).append("\r\nConnection: close\r\n");
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    headers.forEach(
        (name, values) ->
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
    return head.append("\r\n").toString();
  }

  /** At least one: to a socket, 0 is for ever. */
  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  /** Reads no longer than allowed, by the piece and in all. */
  private static final class TimedInput extends BlockInputStream {
    private final Socket socket;
    private final InputStream in;
    private final Duration each;
    private final long end;

    TimedInput(Socket socket, Duration each, long end) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.each = each;
      this.end = end;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("Time is up");
      }
      socket.setSoTimeout(millis(Duration.ofNanos(Math.min(left, each.toNanos()))));
      return in.read(buffer, offset, length);
    }
  }
}
