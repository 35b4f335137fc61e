package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Copies under the lowest limit that the configuration accepts, in simulated time. */
class LimitedBandwidthTest {
  private static final int MIB = 1 << 20;
  private static final double LOWEST = 64 << 10;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final Deque<String> hints = new ArrayDeque<>();
  private final Map<ObjectKey, byte[]> contents = new LinkedHashMap<>();
  private final VirtualTime time = new VirtualTime();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private double rate = LOWEST;
  private final Replicator replicator =
      Replicators.over(primary, standby, queue, time.bandwidth(() -> rate));

  @Test
  void completesALargeObjectOverSeveralInvocations() {
    standby.after((operation, key) -> calls.add(operation + " " + key));
    put("film", 42 * MIB);

    int invocations = untilDone();

    assertThat(invocations).as("each has 280 s at 64 KiB/s").isBetween(3, 6);
    assertThat(Collections.frequency(calls, "uploadPart film"))
        .as("each part is sent once")
        .isEqualTo(9);
    assertThat(42 * MIB / time.seconds()).as("the rate").isEqualTo(LOWEST, within(0.05 * LOWEST));
  }

  @Test
  void copiesABatchThatTakesManyInvocationsWithoutSendingAnythingTwice() {
    List<Integer> sizes = List.of(8 * MIB, 8 * MIB, 3 * MIB, 1, 0, 9 * MIB, 700_000, MIB, 8 * MIB);
    for (int size : sizes) {
      put("object-" + hints.size(), size);
    }

    untilDone();

    long bytes = sizes.stream().mapToLong(size -> size).sum();
    assertThat(time.seconds() * LOWEST / bytes).as("charged, of those needed").isLessThan(1.3);
  }

  @Test
  void continuesAfterTheLimitFallsWhileAnObjectIsCopied() {
    rate = 3 * LOWEST;
    put("film", 60 * MIB);
    replicate();
    rate = LOWEST;

    assertThat(untilDone()).isLessThan(10);
  }

  @Test
  void parksNothingThatWaitsForBandwidth() {
    for (int object = 0; object < 10; object++) {
      put("object-" + object, 8 * MIB);
    }

    int invocations = untilDone();

    assertThat(invocations).as("the first of each batch fits").isBetween(5, 10);
  }

  private void put(String key, int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    contents.put(new ObjectKey(key), content);
    primary.put(new ObjectKey(key), content, Samples.typed("video/mp4"));
    hints.add("{\"bucket\":\"primary\",\"key\":\"%s\"}".formatted(key));
  }

  /** Invokes the replicator until no hint is left. */
  private int untilDone() {
    int invocations = 0;
    while (!hints.isEmpty() && invocations < 100) {
      replicate();
      invocations++;
    }
    assertThat(hints).as("hints that are left").isEmpty();
    assertThat(queue.parked).isEmpty();
    assertThat(standby.openUploads()).isZero();
    contents.forEach((key, content) -> assertThat(standby.content(key)).hasValue(content));
    return invocations;
  }

  private void replicate() {
    List<QueueMessage> batch = new ArrayList<>();
    while (batch.size() < 10 && !hints.isEmpty()) {
      batch.add(new QueueMessage("changes", "m" + batch.size(), "h", hints.remove(), 50));
    }
    List<String> failed = replicator.replicate(batch, new Invocation("request", time.invocation()));
    clock.move(ReplicatorConfig.INVOCATION);
    batch.stream().filter(m -> failed.contains(m.id())).forEach(m -> hints.add(m.body()));
    queue.sent.forEach(hint -> hints.add(hint.toJson("primary")));
    queue.sent.clear();
  }
}
