package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.s3.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults of the wire between the function and both stores: the function as Lambda calls it, a real
 * socket, and a proxy that breaks it. Runs over the endpoint and over a real MinIO.
 */
abstract class WireFaults extends ProxiedStores {
  @Test
  void copiesOverASlowNarrowAndChoppyWire() {
    faulty(
        ConnectionBehaviour.CLEAN
            .withLatency(Duration.ofMillis(2))
            .withBytesPerSecond(1 << 20)
            .withPieces(4_000));
    String content = "x".repeat(300_000);
    write("a", content);

    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue(content);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 900, 50_000})
  void showsNothingOfABodyThatBrokeOff(long bytes) {
    write("a", "old");
    call("a");
    faulty(ConnectionBehaviour.CLEAN.withResetAfterUp(bytes).from("PUT"));
    String content = "new ".repeat(50_000);
    write("a", content);

    assertThat(call("a")).isEqualTo(FAILED);
    assertThat(replica("a")).hasValue("old");

    faulty(ConnectionBehaviour.CLEAN);
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue(content);
  }

  @Test
  void acknowledgesNothingThatWasNotAnswered() {
    faulty(ConnectionBehaviour.CLEAN.swallowingAnswers().from("PUT"));
    write("a", "one");

    assertThat(call("a")).isEqualTo(FAILED);

    faulty(ConnectionBehaviour.CLEAN);
    write("a", "two");
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("two");
  }

  @Test
  void staysWithTheNewerObjectWhenAnOlderPutArrivesLate() {
    CountDownLatch release = new CountDownLatch(1);
    faulty(ConnectionBehaviour.CLEAN.holdingUp(release).from("PUT"));
    write("a", "one");
    assertThat(call("a")).isEqualTo(FAILED);

    faulty(ConnectionBehaviour.CLEAN);
    write("a", "two");
    assertThat(callPatiently("a")).isEqualTo(DONE);
    release.countDown();

    staysAt("a", Optional.of("two"));
  }

  @Test
  void staysWithTheNewerObjectWhenADeletionArrivesLate() {
    write("a", "one");
    call("a");
    CountDownLatch release = new CountDownLatch(1);
    faulty(ConnectionBehaviour.CLEAN.holdingUp(release).from("DELETE"));
    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(call("a")).isEqualTo(FAILED);

    faulty(ConnectionBehaviour.CLEAN);
    write("a", "two");
    assertThat(callPatiently("a")).isEqualTo(DONE);
    release.countDown();

    staysAt("a", Optional.of("two"));
  }

  @Test
  void staysDeletedWhenAPutFromBeforeArrivesLate() {
    CountDownLatch release = new CountDownLatch(1);
    write("a", "one");
    call("a");
    faulty(ConnectionBehaviour.CLEAN.holdingUp(release).from("PUT"));
    write("a", "two");
    assertThat(call("a")).isEqualTo(FAILED);

    faulty(ConnectionBehaviour.CLEAN);
    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(callPatiently("a")).isEqualTo(DONE);
    release.countDown();

    staysAt("a", Optional.empty());
  }

  @Test
  void comesBackWhenTheStandbyDoes() {
    write("a", "one");
    wire.down();

    assertThat(call("a")).isEqualTo(FAILED);

    wire.up();
    assertThat(callPatiently("a")).isEqualTo(DONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000})
  void storesNothingOfAnOriginalThatBrokeOff(int bytes) {
    write("small", "new ".repeat(20_000));
    write("large", "new ".repeat(3 << 20));
    primaryFault.set(Fault.cutBody(bytes));

    assertThat(call("small")).isEqualTo(FAILED);
    assertThat(call("large")).isEqualTo(FAILED);
    assertThat(replica("small")).isEmpty();
    assertThat(replica("large")).isEmpty();

    primaryFault.set(Fault.NONE);
    assertThat(callPatiently("small")).isEqualTo(DONE);
    assertThat(callPatiently("large")).isEqualTo(DONE);
    assertThat(replica("large")).hasValue("new ".repeat(3 << 20));
  }

  @Test
  void readsTheFirstPartAnewWhereTheAnswerInHandBreaksOff() {
    write("large", "new ".repeat(3 << 20));
    nextPrimaryFaults.add(Fault.cutBody(1_000_000));

    assertThat(callPatiently("large")).isEqualTo(DONE);

    assertThat(nextPrimaryFaults).isEmpty();
    assertThat(replica("large")).hasValue("new ".repeat(3 << 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"503 SlowDown", "500 InternalError", "429 TooManyRequests"})
  void deletesAndStoresNothingWhileThePrimaryIsBrownedOut(String answer) {
    write("a", "one");
    call("a");
    write("a", "two");
    String[] parts = answer.split(" ", 2);
    primaryFault.set(Fault.refuse(Integer.parseInt(parts[0]), parts[1]));

    assertThat(call("a")).isEqualTo(FAILED);
    assertThat(replica("a")).hasValue("one");

    primaryFault.set(Fault.NONE);
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("two");
  }

  static LongStream seeds() {
    Long given = Long.getLong("understudy.seed");
    return given != null ? LongStream.of(given) : new Random().longs(3, 0, Long.MAX_VALUE);
  }

  /** Any fault on any connection, puts and deletes of a few keys, large ones too; then quiet. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsEqualWhateverTheWireDoes(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<String, String> expected = new HashMap<>();
    wire.wires(() -> ConnectionBehaviour.any(random));
    for (int change = 0; change < 60; change++) {
      String key = "key-" + random.nextInt(4);
      if (random.nextInt(4) == 0) {
        writer.deleteObject(r -> r.bucket("primary").key(key));
        expected.remove(key);
      } else {
        int length = random.nextInt(20) == 0 ? 9 << 20 : random.nextInt(100_000);
        expected.put(key, (change + " ").repeat(1 + length / 3));
        write(key, expected.get(key));
      }
      call(key);
      if (random.nextInt(8) == 0) {
        wire.resetAll();
      }
    }
    wire.wires(() -> ConnectionBehaviour.CLEAN);
    wire.resetAll();

    for (int key = 0; key < 4; key++) {
      String name = "key-" + key;
      assertThat(callPatiently(name)).as("the hint of the reconciler").isEqualTo(DONE);
      assertThat(replica(name)).isEqualTo(Optional.ofNullable(expected.get(name)));
    }
  }
}
