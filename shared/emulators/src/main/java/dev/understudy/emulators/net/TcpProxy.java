package dev.understudy.emulators.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Passes TCP connections on to a server, each as its {@link ConnectionBehaviour} says. Knows
 * nothing of what it carries, so TLS goes through it end to end. Long, as both directions of a
 * connection end in four ways.
 */
public final class TcpProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Supplier<ConnectionBehaviour> wires = () -> ConnectionBehaviour.CLEAN;
  private volatile boolean down;

  private TcpProxy(URI target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Listens on a free port of the loopback interface. */
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

  /** Where clients connect, with the target's scheme. */
  public URI uri() {
    return URI.create(
        target.getScheme()
            + "://"
            + listener.getInetAddress().getHostAddress()
            + ":"
            + listener.getLocalPort());
  }

  /** Every connection from now on behaves as this says; it is asked once for each. */
  public void wires(Supplier<ConnectionBehaviour> value) {
    wires = value;
  }

  /** Resets every connection; new ones are behaving as before. */
  public void resetAll() {
    open.forEach(TcpProxy::reset);
  }

  /** Resets every connection, and new ones at once, until {@link #up}. */
  public void down() {
    down = true;
    resetAll();
  }

  /** Takes connections again. */
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
        // Closed, or the client was gone before it was taken; the loop tells which.
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
    ConnectionBehaviour wire = wires.get();
    open.add(client);
    open.add(server);
    Connection connection = new Connection(wire, client, server);
    daemon("up", connection::up);
    daemon("down", connection::down);
  }

  private final class Connection {
    private final ConnectionBehaviour wire;
    private final Socket client;
    private final Socket server;
    private volatile boolean begun;

    Connection(ConnectionBehaviour wire, Socket client, Socket server) {
      this.wire = wire;
      this.client = client;
      this.server = server;
      this.begun = wire.from().isEmpty();
    }

    void up() {
      pass(client, server, wire.resetAfterUp(), false);
    }

    void down() {
      pass(server, client, wire.resetAfterDown(), wire.swallowsAnswers());
    }

    private void pass(Socket from, Socket to, long resetAfter, boolean swallows) {
      long left = resetAfter;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] piece = new byte[wire.pieceBytes()];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          boolean faulty = hasBegun(from, piece, count);
          int passed = (int) Math.min(count, left);
          if (!faulty) {
            out.write(piece, 0, count);
          } else if (!swallows) {
            slow(wire, count);
            out.write(piece, 0, passed);
          }
          left -= faulty ? passed : 0;
          if (left == 0) {
            reset(from);
            reset(to);
            return;
          }
        }
        if (!(begun && swallows)) {
          to.shutdownOutput();
        }
      } catch (IOException e) {
        // What one end does to its connection, the other end sees.
        if (!(begun && swallows)) {
          reset(to);
        }
      } finally {
        forget(from, to);
      }
    }

    private boolean hasBegun(Socket from, byte[] piece, int count) {
      boolean upwards = from == client;
      if (upwards && !begun) {
        begun = new String(piece, 0, count, ISO_8859_1).startsWith(wire.from());
      }
      if (upwards && begun) {
        wire.holdUp().ifPresent(TcpProxy::await);
      }
      return begun;
    }
  }

  private void forget(Socket from, Socket to) {
    if (from.isClosed() || to.isClosed()) {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void slow(ConnectionBehaviour wire, int bytes) {
    Duration pause = wire.latency();
    if (wire.bytesPerSecond() > 0) {
      pause = pause.plusNanos(bytes * 1_000_000_000L / wire.bytesPerSecond());
    }
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a wire", e);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
