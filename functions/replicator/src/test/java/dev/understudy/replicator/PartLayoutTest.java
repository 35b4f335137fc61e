package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The table of docs/replicas.md, "Part borders": a test per row. */
class PartLayoutTest {
  private static final int MIB = 1 << 20;
  private static final ObjectKey KEY = new ObjectKey("film.mp4");
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private static final PartSettings PARTS = new PartSettings(5L * MIB, 4, 256L * MIB);

  private final InMemoryPrimary primary = new InMemoryPrimary(new ManualClock(T));

  @Test
  void keepsThePartsOfTheOriginal() {
    PrimaryObject object = inParts(6L * MIB, 5L * MIB, 1L);

    assertThat(layout(object).parts())
        .containsExactly(
            new PartLayout.Part(1, 0, 6L * MIB),
            new PartLayout.Part(2, 6L * MIB, 5L * MIB),
            new PartLayout.Part(3, 11L * MIB, 1));
  }

  @Test
  void keepsASinglePart() {
    assertThat(lengths(layout(inParts(12L * MIB)))).containsExactly(12L * MIB);
  }

  @Test
  void cutsAnObjectThatWasWrittenWholeEvenly() {
    PrimaryObject object = primary.put(KEY, new byte[12 * MIB], Samples.typed("a/b"));

    assertThat(lengths(layout(object))).containsExactly(5L * MIB, 5L * MIB, 2L * MIB);
  }

  @Test
  void keepsAnObjectThatWasWrittenWholeAsOnePartWhereEtagsAreNotKept() {
    PrimaryObject object = primary.put(KEY, new byte[12 * MIB], Samples.typed("a/b"));
    PartSettings resumable = new PartSettings(5L * MIB, 4, 12L * MIB);

    assertThat(lengths(PartLayout.of(object, primary, PARTS, false))).containsExactly(12L * MIB);
    assertThat(lengths(PartLayout.of(object, primary, resumable, false)))
        .containsExactly(5L * MIB, 5L * MIB, 2L * MIB);
  }

  @Test
  void cutsEvenlyWhereThePrimaryDoesNotTellItsParts() {
    PrimaryObject object =
        primary.putMutely(KEY, new byte[6 * MIB], Samples.typed("a/b"), "0123-2");

    assertThat(lengths(layout(object))).containsExactly(5L * MIB, 1L * MIB);
  }

  @Test
  void cutsEvenlyWhereAPartIsTooLargeForAnInvocation() {
    PrimaryObject object = inParts(8L * MIB, 9L * MIB);

    assertThat(lengths(PartLayout.of(object, primary, PARTS.within(5L * MIB, 9L * MIB), true)))
        .containsExactly(8L * MIB, 9L * MIB);
    assertThat(lengths(PartLayout.of(object, primary, PARTS.within(5L * MIB, 8L * MIB), true)))
        .containsExactly(5L * MIB, 5L * MIB, 5L * MIB, 2L * MIB);
  }

  @Test
  void cutsEvenlyWhereAPartIsTooSmallForTheStandby() {
    assertThat(lengths(layout(inParts(6L * MIB, 1L, 6L * MIB))))
        .containsExactly(5L * MIB, 5L * MIB, 2L * MIB + 1);
  }

  @Test
  void cutsEvenlyWhereThereAreVeryManyParts() {
    byte[] content = new byte[12 * MIB];
    PrimaryObject object =
        primary.putInParts(
            KEY, content, Samples.typed("a/b"), T, Collections.nCopies(1_001, 6L * MIB));

    primary.before(
        (operation, key) -> assertThat(operation).as("asked for borders").isNotEqualTo("partSize"));

    assertThat(lengths(layout(object))).containsExactly(5L * MIB, 5L * MIB, 2L * MIB);
  }

  @Test
  void cutsEvenlyWhereThePartsAreNotTheWhole() {
    PrimaryObject object =
        primary.putInParts(
            KEY, new byte[12 * MIB], Samples.typed("a/b"), T, List.of(6L * MIB, 5L * MIB));

    assertThat(lengths(layout(object))).containsExactly(5L * MIB, 5L * MIB, 2L * MIB);
  }

  @Test
  void widensPartsWhereThereWouldBeTooMany() {
    long size = 5L << 40;
    PrimaryObject huge =
        new PrimaryObject(KEY, new Fingerprint(new ETag("whole"), size, Samples.typed("a/b")), T);

    PartLayout layout = PartLayout.of(huge, primary, PARTS, true);

    assertThat(layout.parts()).hasSizeLessThanOrEqualTo(10_000);
    assertThat(lengths(layout).stream().mapToLong(Long::longValue).sum()).isEqualTo(size);
  }

  @Test
  void saysThatTheObjectMoved() {
    PrimaryObject object = inParts(6L * MIB, 6L * MIB);
    primary.delete(KEY);

    assertThatThrownBy(() -> layout(object)).isInstanceOf(StoreException.Moved.class);
  }

  @Test
  void readsSeveralBordersAtATime() {
    PrimaryObject object = inParts(6L * MIB, 6L * MIB, 6L * MIB, 6L * MIB, 1L);
    CyclicBarrier four = new CyclicBarrier(4);
    AtomicInteger reads = new AtomicInteger();
    primary.before(
        (operation, key) -> {
          // The first one alone shows whether the primary reports sizes at all.
          if (reads.getAndIncrement() > 0) {
            await(four);
          }
        });

    assertThat(layout(object).parts()).hasSize(5);
    assertThat(reads).hasValue(5);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private PartLayout layout(PrimaryObject object) {
    return PartLayout.of(object, primary, PARTS, true);
  }

  private PrimaryObject inParts(Long... sizes) {
    int size = (int) List.of(sizes).stream().mapToLong(Long::longValue).sum();
    return primary.putInParts(KEY, new byte[size], Samples.typed("a/b"), T, List.of(sizes));
  }

  private static List<Long> lengths(PartLayout layout) {
    return layout.parts().stream().map(PartLayout.Part::length).toList();
  }
}
