package dev.understudy.emulators.s3;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The JDK's HTTP server on one port, which can be closed and opened again. */
final class EndpointListener {
  private static final int BACKLOG = 512;

  static {
    // The JDK's server reads both once. Without nodelay, every response waits 40 ms for a TCP
    // acknowledgement. The default of 200 idle connections is below a large client pool.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final HttpHandler handler;
  private final Executor threads;
  private final Optional<SSLContext> tls;
  private final boolean needsClientCertificate;
  private final InetSocketAddress address;
  private @Nullable HttpServer server;

  /**
   * Opens the port.
   *
   * @param wanted with port 0 for a free one
   * @param tls empty for plain HTTP
   */
  EndpointListener(
      InetSocketAddress wanted,
      HttpHandler handler,
      Executor threads,
      Optional<SSLContext> tls,
      boolean needsClientCertificate)
      throws IOException {
    this.handler = handler;
    this.threads = threads;
    this.tls = tls;
    this.needsClientCertificate = needsClientCertificate;
    HttpServer created = create(wanted);
    this.server = created;
    this.address = created.getAddress();
  }

  int port() {
    return address.getPort();
  }

  synchronized boolean isOpen() {
    return server != null;
  }

  /** Opens the same port again, after {@link #close}. */
  synchronized void open() throws IOException {
    server = create(address);
  }

  /** Closes the port and every connection at once. */
  synchronized void close() {
    HttpServer running = server;
    server = null;
    if (running != null) {
      running.stop(0);
    }
  }

  private HttpServer create(InetSocketAddress at) throws IOException {
    HttpServer created;
    if (tls.isPresent()) {
      HttpsServer secure = HttpsServer.create(at, BACKLOG);
      secure.setHttpsConfigurator(configurator(tls.get()));
      created = secure;
    } else {
      created = HttpServer.create(at, BACKLOG);
    }
    created.createContext("/", handler);
    created.setExecutor(threads);
    created.start();
    return created;
  }

  private HttpsConfigurator configurator(SSLContext context) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        var ssl = getSSLContext().getDefaultSSLParameters();
        ssl.setNeedClientAuth(needsClientCertificate);
        parameters.setSSLParameters(ssl);
      }
    };
  }
}
