package dev.understudy.emulators.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * How one connection behaves. "Up" is from the client to the server. All of it begins with the
 * first piece going up that begins with {@code from}, such as the method of a request; until then,
 * and where there is none, the connection is clean.
 *
 * @param from empty to begin at once
 * @param latency before each piece, in each direction
 * @param bytesPerSecond in each direction, or 0 for no limit
 * @param pieceBytes the size of the pieces that are passed on at once
 * @param resetAfterUp both ends are reset once so many bytes went up; {@link Long#MAX_VALUE} never
 * @param resetAfterDown the same for the other direction
 * @param swallowsAnswers nothing comes down any more, and neither end is told
 * @param holdUp keeps what the client sends back until the latch opens, then delivers it, even if
 *     the client is gone by then
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

  /** The same, but clean until a piece going up begins so. Only where the bytes are readable. */
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

  /** The same, cut into pieces of this size. */
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

  /** The same, reset once so many bytes went up. */
  public ConnectionBehaviour withResetAfterUp(long bytes) {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, bytes, resetAfterDown, swallowsAnswers, holdUp);
  }

  /** The same, reset once so many bytes came down. */
  public ConnectionBehaviour withResetAfterDown(long bytes) {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, bytes, swallowsAnswers, holdUp);
  }

  /** The same without any answer. */
  public ConnectionBehaviour swallowingAnswers() {
    return new ConnectionBehaviour(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, resetAfterDown, true, holdUp);
  }

  /** The same, holding what is sent until the latch opens. */
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

  /** One by chance: half of them clean, the others slow, cut into pieces, reset or silent. */
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
