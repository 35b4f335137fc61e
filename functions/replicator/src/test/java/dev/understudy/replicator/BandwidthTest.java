package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.core.time.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The bandwidth of one execution environment, in simulated time. */
class BandwidthTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private final VirtualTime time = new VirtualTime();
  private final Bandwidth bandwidth = time.bandwidth(() -> 64 * KIB);

  @Test
  void sendsAWholeBodyOnceAllOfItIsCharged() {
    assertThat(bandwidth.chargeWhole(8 * MIB, time.invocation())).isTrue();

    assertThat(time.seconds()).isEqualTo(128, within(0.1));
  }

  @Test
  void beginsNoBodyThatDoesNotFitIntoTheInvocation() {
    Deadline deadline = time.invocation();

    assertThat(bandwidth.chargeWhole(18 * MIB, deadline)).isFalse();
    assertThat(time.seconds()).as("no time is lost for it").isZero();
  }

  @Test
  void failsAStreamThatWouldPassTheDeadline() {
    Deadline deadline = time.invocation();
    time.pass(Duration.ofMillis(279_500));
    InputStream stream =
        new MeasuredStream(
            new ByteArrayInputStream(new byte[MIB]), deadline, bandwidth, bytes -> {});

    assertThatThrownBy(stream::readAllBytes)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no time left");
    assertThat(time.seconds()).isLessThan(280.1);
  }

  @Test
  void chargesEveryByteOfAStreamBeforeItIsSent() throws IOException {
    InputStream stream =
        new MeasuredStream(
            new ByteArrayInputStream(new byte[MIB]), time.invocation(), bandwidth, bytes -> {});
    long sent = 0;
    byte[] block = new byte[Bandwidth.PIECE_BYTES];
    for (int count = stream.read(block); count > 0; count = stream.read(block)) {
      sent += count;
      assertThat((double) sent).isLessThanOrEqualTo(time.seconds() * 64.0 * KIB + 700);
    }
    assertThat(sent).isEqualTo(MIB);
  }

  @Test
  void givesWayToAStreamBetweenThePiecesOfABody() throws Exception {
    // The body has its turn while a second thread asks for one piece.
    AtomicBoolean isStreamServed = new AtomicBoolean();
    Bandwidth[] shared = new Bandwidth[1];
    shared[0] =
        new Bandwidth(
            () -> 64 * KIB,
            System::nanoTime,
            nanos -> {
              if (!isStreamServed.getAndSet(true)) {
                Thread stream = new Thread(() -> shared[0].charge(KIB, Deadlines.FAR));
                stream.start();
                stream.join(10_000);
                assertThat(stream.isAlive()).as("the stream waits for the whole body").isFalse();
              }
            });

    assertThat(shared[0].chargeWhole(MIB, Deadlines.FAR)).isTrue();
    assertThat(isStreamServed).isTrue();
  }

  @Test
  void costsNothingWithoutALimit() {
    Deadline never =
        new Deadline(
            () -> {
              throw new AssertionError("The clock was read");
            },
            Duration.ZERO);

    assertThat(Bandwidth.UNLIMITED.charge(Long.MAX_VALUE, never)).isTrue();
    assertThat(Bandwidth.UNLIMITED.chargeWhole(Long.MAX_VALUE, never)).isTrue();
    assertThat(Bandwidth.UNLIMITED.bytesPerSecond()).isInfinite();
  }
}
