package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections to one server. Over TLS it always verifies the certificate and the host name;
 * no setting changes this.
 */
final class Connector {
  private static final int CONNECT_MILLIS = 3_000;

  /**
   * MinIO drops a stalled client after 30 s. A request that waits for a lock is answered within 60
   * s.
   */
  private static final int SILENCE_MILLIS = 60_000;

  private final String host;
  private final int port;
  private final boolean encrypted;
  private final SSLSocketFactory factory;

  Connector(URI server, SSLSocketFactory factory) {
    this.host = server.getHost().replaceAll("^\\[|]$", "");
    this.encrypted = server.getScheme().equals("https");
    this.port = server.getPort() >= 0 ? server.getPort() : encrypted ? 443 : 80;
    this.factory = factory;
  }

  /**
   * Tries the server's addresses in turn.
   *
   * @param opening receives each socket before it connects
   * @param failed receives each socket that could not be used; it is closed
   * @throws ConnectException also if an address did not answer within 3 s
   */
  WireConnection connect(Consumer<BlockSocket> opening, Consumer<BlockSocket> failed)
      throws IOException {
    IOException last = new UnknownHostException(host);
    for (InetAddress address : InetAddress.getAllByName(host)) {
      BlockSocket socket = new BlockSocket();
      opening.accept(socket);
      boolean connected = false;
      try {
        connect(socket, address);
        WireConnection connection = encrypted ? encrypted(socket) : WireConnection.plain(socket);
        connected = true;
        return connection;
      } catch (ConnectException | NoRouteToHostException e) {
        last = e;
      } finally {
        if (!connected) {
          socket.abort();
          failed.accept(socket);
        }
      }
    }
    throw last;
  }

  private void connect(BlockSocket socket, InetAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
    } catch (SocketTimeoutException e) {
      // The other timeouts leave open whether the server has begun; this one does not.
      throw (IOException) new ConnectException(e.getMessage()).initCause(e);
    }
  }

  private WireConnection encrypted(BlockSocket socket) throws IOException {
    SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return WireConnection.tls(tls, socket);
  }
}
