package dev.understudy.emulators.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection through a {@link TcpProxy}. Each direction is forwarded by its own thread, which
 * runs {@link #up} or {@link #down} until that direction ends.
 */
final class ProxiedConnection {
  private final ConnectionBehaviour behaviour;
  private final LongAdder bytesUp;
  private final Socket client;
  private final Socket server;
  private final LongAdder bytesDown;
  private final Runnable ended;
  private volatile boolean begun;

  /**
   * @param bytesUp counts the bytes that clients send
   * @param bytesDown counts the bytes that clients are sent
   * @param ended runs whenever one direction has ended
   */
  ProxiedConnection(
      ConnectionBehaviour behaviour,
      LongAdder bytesUp,
      Socket client,
      Socket server,
      LongAdder bytesDown,
      Runnable ended) {
    this.behaviour = behaviour;
    this.bytesUp = bytesUp;
    this.client = client;
    this.server = server;
    this.bytesDown = bytesDown;
    this.ended = ended;
    this.begun = behaviour.from().isEmpty();
  }

  void up() {
    pass(client, server, behaviour.resetAfterUp(), false);
  }

  void down() {
    pass(server, client, behaviour.resetAfterDown(), behaviour.swallowsAnswers());
  }

  private void pass(Socket from, Socket to, long resetAfter, boolean swallows) {
    long left = resetAfter;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[behaviour.pieceBytes()];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        boolean faulty = hasBegun(from, piece, count);
        bytesUp.add(from == client ? count : 0);
        int passed = (int) Math.min(count, left);
        if (!faulty) {
          write(out, piece, count, to);
        } else if (!swallows) {
          slow(count);
          write(out, piece, passed, to);
        }
        left -= faulty ? passed : 0;
        if (left == 0) {
          TcpProxy.reset(from);
          TcpProxy.reset(to);
          return;
        }
      }
      if (!(begun && swallows)) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // A reset of one end resets the other end.
      if (!(begun && swallows)) {
        TcpProxy.reset(to);
      }
    } finally {
      ended.run();
    }
  }

  private void write(OutputStream out, byte[] piece, int count, Socket to) throws IOException {
    out.write(piece, 0, count);
    if (to == client) {
      bytesDown.add(count);
    }
  }

  private boolean hasBegun(Socket from, byte[] piece, int count) {
    boolean upwards = from == client;
    if (upwards && !begun) {
      begun = new String(piece, 0, count, ISO_8859_1).startsWith(behaviour.from());
    }
    if (upwards && begun) {
      behaviour.holdUp().ifPresent(ProxiedConnection::await);
    }
    return begun;
  }

  private void slow(int bytes) {
    Duration pause = behaviour.latency();
    if (behaviour.bytesPerSecond() > 0) {
      pause = pause.plusNanos(bytes * 1_000_000_000L / behaviour.bytesPerSecond());
    }
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while holding back a connection", e);
    }
  }
}
