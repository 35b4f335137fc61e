package dev.understudy.testkit.net;

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
public record Wire(
    String from,
    Duration latency,
    long bytesPerSecond,
    int pieceBytes,
    long resetAfterUp,
    long resetAfterDown,
    boolean swallowsAnswers,
    Optional<CountDownLatch> holdUp) {
  public static final Wire CLEAN =
      new Wire(
          "", Duration.ZERO, 0, 64 * 1024, Long.MAX_VALUE, Long.MAX_VALUE, false, Optional.empty());

  /** The same, but clean until a piece going up begins so. Only where the bytes are readable. */
  public Wire from(String beginning) {
    return new Wire(
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
  public Wire withLatency(Duration value) {
    return new Wire(
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
  public Wire withBytesPerSecond(long value) {
    return new Wire(
        from, latency, value, pieceBytes, resetAfterUp, resetAfterDown, swallowsAnswers, holdUp);
  }

  /** The same, cut into pieces of this size. */
  public Wire withPieces(int bytes) {
    return new Wire(
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
  public Wire withResetAfterUp(long bytes) {
    return new Wire(
        from, latency, bytesPerSecond, pieceBytes, bytes, resetAfterDown, swallowsAnswers, holdUp);
  }

  /** The same, reset once so many bytes came down. */
  public Wire withResetAfterDown(long bytes) {
    return new Wire(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, bytes, swallowsAnswers, holdUp);
  }

  /** The same without any answer. */
  public Wire swallowingAnswers() {
    return new Wire(
        from, latency, bytesPerSecond, pieceBytes, resetAfterUp, resetAfterDown, true, holdUp);
  }

  /** The same, holding what is sent until the latch opens. */
  public Wire holdingUp(CountDownLatch until) {
    return new Wire(
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
  public static Wire any(RandomGenerator random) {
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
