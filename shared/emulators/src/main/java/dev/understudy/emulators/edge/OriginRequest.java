package dev.understudy.emulators.edge;

import java.io.IOException;
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
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * One request to an origin, over a connection of its own. It is never repeated.
 *
 * <p>The socket and its TLS are opened here, so that a failure of each phase keeps its own status.
 * HttpCore speaks HTTP on them. A client such as HttpClient would add pooling, retries, redirects
 * and decompression, which the edge would have to disable.
 */
record OriginRequest(
    EdgeOrigin origin,
    String method,
    String target,
    Map<String, List<String>> headers,
    byte[] body) {
  /** A GET without headers of its own, as a health check sends it. */
  static OriginRequest get(EdgeOrigin origin, String target) {
    return new OriginRequest(origin, "GET", target, Map.of(), new byte[0]);
  }

  /**
   * Sends the request, and returns as soon as the header section of the response was received.
   *
   * @param connect limit of the TCP connection
   * @param read limit of each read of the TLS handshake and the response
   * @param total limit of all reads of the response together
   * @return the response, which the caller closes
   */
  OriginResponse send(Duration connect, Duration read, Duration total) throws OriginFailure {
    long deadline = System.nanoTime() + total.toNanos();
    Socket socket = connected(connect);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(OriginConnection.millis(read));
      Socket secured = origin.tls().isPresent() ? secured(socket) : socket;
      OriginConnection connection = new OriginConnection(secured, read, deadline);
      return OriginResponse.of(secured, connection.exchange(message()));
    } catch (IOException | HttpException e) {
      throw closed(socket, e);
    }
  }

  private ClassicHttpRequest message() {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(
            method, (HttpHost) null, origin.targets().apply(method, target));
    message.addHeader("Host", origin.host());
    message.addHeader("Connection", "close");
    headers.forEach((name, values) -> values.forEach(value -> message.addHeader(name, value)));
    if (body.length > 0) {
      message.addHeader("Content-Length", body.length);
      message.setEntity(new ByteArrayEntity(body, null));
    }
    return message;
  }

  private Socket connected(Duration limit) throws OriginFailure {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(origin.address().getHost(), origin.address().getPort()),
          OriginConnection.millis(limit));
      return socket;
    } catch (SocketTimeoutException e) {
      throw new OriginFailure(OriginFailure.CONNECT_TIMEOUT, "no connection within " + limit, e);
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
      throw isCausedByTheCertificate(e)
          ? new OriginFailure(OriginFailure.BAD_CERTIFICATE, "invalid certificate", e)
          : new OriginFailure(OriginFailure.NO_TLS, "TLS handshake failed", e);
    }
    return secured;
  }

  private static boolean isCausedByTheCertificate(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static OriginFailure closed(Socket socket, Exception e) {
    try {
      socket.close();
    } catch (IOException onClosing) {
      e.addSuppressed(onClosing);
    }
    if (e instanceof OriginFailure failure) {
      return failure;
    }
    return e instanceof SocketTimeoutException
        ? new OriginFailure(OriginFailure.READ_TIMEOUT, "no response within the time limit", e)
        : new OriginFailure(OriginFailure.UNKNOWN, "invalid or truncated response", e);
  }
}
