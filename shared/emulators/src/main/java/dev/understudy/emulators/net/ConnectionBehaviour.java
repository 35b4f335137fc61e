package dev.understudy.emulators.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * How one connection behaves. "Up" is from the client to the server. The behaviour begins with the
 * first block upwards that starts with {@code from}, such as the method of a request. Until then,
 * the connection is clean.
 *
 * @param from empty to begin at once
 * @param latency before each block, in each direction
 * @param bytesPerSecond in each direction, or 0 for no limit
 * @param pieceBytes the largest block that is forwarded at once
 * @param resetAfterUp both ends are reset after this number of bytes upwards; {@link
 *     Long#MAX_VALUE} for never
 * @param resetAfterDown the same for bytes downwards
 * @param swallowsAnswers all bytes downwards are dropped, and neither end is closed
 * @param holdUp the bytes from the client are held until the latch opens, and then delivered even
 *     if the client has left
 */
public record ConnectionBehaviour(
    String from,
    Duration latency,
    long bytesPerSecond,
    int pieceBytes,
    long resetAfterUp,
    long resetAfterDown,
    boolean swallowsAnswers,
    Optional<CountDownLatch> holdUp) {
  public static final ConnectionBehaviour CLEAN =
      new ConnectionBehaviour(
          "", Duration.ZERO, 0, 64 * 1024, Long.MAX_VALUE, Long.MAX_VALUE, false, Optional.empty());

  /** The same, but clean until a block upwards starts with this text. Not for TLS. */
  public ConnectionBehaviour from(String beginning) {
    return new ConnectionBehaviour(
        beginning,
        latency,
        bytesPerSecond,
        pieceBytes,
        resetAfterUp,
        resetAfterDown,
        swallowsAnswers,
        holdUp);
  }

  /** The same with this latency. */
  public ConnectionBehaviour withLatency(Duration value) {
    return new ConnectionBehaviour(
        from,
        value,
        bytesPerSecond,
        pieceBytes,
        resetAfterUp,
        resetAfterDown,
        swallowsAnswers,
        holdUp);
  }

  /** The same with this bandwidth. */
  public ConnectionBehaviour withBytesPerSecond(long value) {
    return new ConnectionBehaviour(
        from, latency, value, pieceBytes, resetAfterUp, resetAfterDown, swallowsAnswers, holdUp);
  }

  /** The same with blocks of at most this size. */
  public ConnectionBehaviour withPieces(int bytes) {
    return new ConnectionBehaviour(
        from,
        latency,
        bytesPerSecond,
        bytes,
        resetAfterUp,
        resetAfterDown,
        swallowsAnswers,
        holdUp);
  }

  /** The same, reset after this number of bytes upwards. */
  public ConnectionBehaviour withResetAfterUp(long bytes) {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, bytes, resetAfterDown, swallowsAnswers, holdUp);
  }

  /** The same, reset after this number of bytes downwards. */
  public ConnectionBehaviour withResetAfterDown(long bytes) {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, bytes, swallowsAnswers, holdUp);
  }

  /** The same, with all bytes downwards dropped. */
  public ConnectionBehaviour swallowingAnswers() {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, resetAfterDown, true, holdUp);
  }

  /** The same, holding bytes upwards until the latch opens. */
  public ConnectionBehaviour holdingUp(CountDownLatch until) {
    return new ConnectionBehaviour(
        from,
        latency,
        bytesPerSecond,
        pieceBytes,
        resetAfterUp,
        resetAfterDown,
        swallowsAnswers,
        Optional.of(until));
  }

  /** A random one: half of them clean, the others slow, in small blocks or reset. */
  public static ConnectionBehaviour any(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> CLEAN.withLatency(Duration.ofMillis(1 + random.nextInt(20)));
      case 1 -> CLEAN.withPieces(1 + random.nextInt(400));
      case 2 -> CLEAN.withResetAfterUp(random.nextInt(3_000));
      case 3 -> CLEAN.withResetAfterDown(random.nextInt(1_000));
      case 4 -> CLEAN.withBytesPerSecond(200_000 + random.nextInt(1_000_000));
      default -> CLEAN;
    };
  }
}
