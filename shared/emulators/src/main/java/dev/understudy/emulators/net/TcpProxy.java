package dev.understudy.emulators.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Forwards TCP connections to a server, each with its {@link ConnectionBehaviour}. It does not
 * interpret the bytes, so TLS passes through it end to end.
 */
public final class TcpProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final LongAdder bytesDown = new LongAdder();
  private volatile Supplier<ConnectionBehaviour> wires = () -> ConnectionBehaviour.CLEAN;
  private final LongAdder bytesUp = new LongAdder();
  private volatile boolean down;

  private TcpProxy(URI target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Starts a proxy on a free port of the loopback interface. */
  public static TcpProxy to(URI target) {
    try {
      TcpProxy proxy =
          new TcpProxy(target, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      daemon("accept", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address for clients, with the target's scheme. */
  public URI uri() {
    return URI.create(
        target.getScheme()
            + "://"
            + listener.getInetAddress().getHostAddress()
            + ":"
            + listener.getLocalPort());
  }

  /** Gives the behaviour of every further connection; it is called once for each. */
  public void wires(Supplier<ConnectionBehaviour> value) {
    wires = value;
  }

  /** The bytes that clients were sent since the start, including headers and TLS. */
  public long bytesDown() {
    return bytesDown.sum();
  }

  /** The bytes that clients sent since the start, including headers and TLS. */
  public long bytesUp() {
    return bytesUp.sum();
  }

  /** Resets every connection. New connections behave as before. */
  public void resetAll() {
    open.forEach(TcpProxy::reset);
  }

  /** Resets every connection, and each new one at once, until {@link #up}. */
  public void down() {
    down = true;
    resetAll();
  }

  /** Accepts connections again. */
  public void up() {
    down = false;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resetAll();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The proxy was closed, or the client had left: the loop condition decides.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (down) {
      reset(client);
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(new InetSocketAddress(target.getHost(), target.getPort()), 2_000);
    } catch (IOException e) {
      reset(client);
      throw e;
    }
    open.add(client);
    open.add(server);
    ProxiedConnection connection =
        new ProxiedConnection(
            wires.get(), bytesUp, client, server, bytesDown, () -> forget(client, server));
    daemon("up", connection::up);
    daemon("down", connection::down);
  }

  private void forget(Socket from, Socket to) {
    if (from.isClosed() || to.isClosed()) {
      open.remove(from);
      open.remove(to);
    }
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // Already closed.
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
