package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TransfersTest {
  private static final long MIB = 1 << 20;
  private static final long TIB = MIB << 20;

  private final Transfers transfers =
      new Transfers(Deadlines.after(Duration.ofMinutes(15)), Bandwidth.UNLIMITED);

  @Test
  void neverRefusesTheFirst() {
    assertThat(transfers.beginPart(TIB)).isPresent();
  }

  @Test
  void refusesWhatDoesNotFitAtTheMeasuredRate() throws IOException {
    sendSome();

    assertThat(transfers.beginPart(TIB)).isEmpty();
    assertThat(transfers.beginPut(TIB)).isEmpty();
    assertThat(transfers.beginPart(MIB)).isPresent();
    assertThat(transfers.beginPut(MIB)).isPresent();
    assertThat(transfers.fitIntoAnInvocation(TIB)).isFalse();
    assertThat(transfers.fitIntoAnInvocation(MIB)).isTrue();
  }

  @Test
  void measuresNoRateOfWhatMayStillBeInBuffers() throws IOException {
    Transfers.Transfer first = transfers.beginPart(8 * MIB).orElseThrow();
    read(first.measured(stream((int) (4 * MIB))));

    assertThat(transfers.beginPut(TIB)).as("the rate is unknown").isPresent();
  }

  @Test
  void letsOnePartGoFirstWhileTheRateIsUnknown() {
    Transfers some = new Transfers(Deadlines.after(Duration.ofSeconds(32)), Bandwidth.UNLIMITED);
    some.beginPart(8 * MIB);
    long began = System.nanoTime();

    assertThat(some.beginPart(8 * MIB)).isPresent();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void beginsNothingOnceTheTimeIsUp() {
    Transfers late = new Transfers(Deadlines.once(() -> true), Bandwidth.UNLIMITED);

    assertThat(late.beginPart(MIB)).isEmpty();
    assertThat(late.beginPut(MIB)).isEmpty();
  }

  private void sendSome() throws IOException {
    try (Transfers.Transfer transfer = transfers.beginPart(8 * MIB).orElseThrow()) {
      read(transfer.measured(stream((int) (8 * MIB))));
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      transfer.stored();
    }
  }

  private static InputStream stream(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }

  private static void read(InputStream stream) throws IOException {
    stream.readAllBytes();
  }
}
