package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that take more than one invocation. The fake deadline passes after a number of parts. */
class ResumeTest {
  private static final ObjectKey KEY = new ObjectKey("film.mp4");
  private static final Attributes FILM = Samples.typed("video/mp4");
  private static final PartSettings ONE_BY_ONE = new PartSettings(5 << 20, 1, 1);
  private static final int PARTS = 5;
  private static final Duration AFTER_THE_LEASE = Duration.ofMinutes(16);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final Converge converge =
      new Converge(
          primary, standby, ONE_BY_ONE, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  ResumeTest() {
    standby.after((operation, key) -> calls.add(operation));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(primary.openReads()).as("reads of the primary left open").isZero();
    assertThat(standby.openUploads()).as("uploads left behind").isZero();
    assertThat(standby.content(UploadRecords.nameFor(KEY))).as("a record left behind").isEmpty();
  }

  @Test
  void sendsEachPartOnceHoweverManyInvocationsItTakes() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);

    assertThat(slice(2)).isEqualTo(new Outcome.Continued());
    clock.move(Duration.ofMinutes(5));
    assertThat(slice(2)).isEqualTo(new Outcome.Continued());
    assertThat(standby.content(KEY)).as("nothing to be seen before its end").isEmpty();
    assertThat(slice(2)).isEqualTo(new Outcome.Copied(film.length));

    assertThat(standby.content(KEY)).hasValue(film);
    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void copiesEachPartOnceOnTheStandbyWhereOnlyLabelsChanged() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);
    converge.run(KEY, Deadlines.FAR);
    primary.tag(KEY, Map.of("scan", "clean"));
    calls.clear();

    assertThat(slice(2)).isEqualTo(new Outcome.Continued());
    assertThat(slice(2)).isEqualTo(new Outcome.Continued());
    assertThat(slice(2)).isEqualTo(new Outcome.Relabeled(film.length));

    assertThat(standby.content(KEY)).hasValue(film);
    assertThat(sent()).isZero();
    assertThat(Collections.frequency(calls, "copyPart")).isEqualTo(PARTS);
  }

  @Test
  void sendsStoredPartsNoSecondTimeAfterAFailure() {
    primary.put(KEY, film(1), FILM);
    failAtPart(4);

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Unavailable.class);
    standby.before((operation, key) -> {});
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void startsOverIfTheOriginalIsAnother() {
    primary.put(KEY, film(1), FILM);
    slice(2);
    byte[] newer = film(2);
    primary.put(KEY, newer, FILM);

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(standby.content(KEY)).hasValue(newer);
    assertThat(sent()).isEqualTo(2 + PARTS);
  }

  @Test
  void startsOverIfOnlyTheMetadataIsAnother() {
    primary.put(KEY, film(1), FILM);
    slice(2);
    primary.put(KEY, film(1), Samples.typed("video/webm"));

    converge.run(KEY, Deadlines.FAR);

    assertThat(standby.head(KEY).present().orElseThrow().fingerprint().attributes())
        .isEqualTo(Samples.typed("video/webm"));
  }

  @Test
  void keepsTheBordersThatTheUploadBeganWith() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);
    slice(2);

    new Converge(
            primary,
            standby,
            new PartSettings(6 << 20, 1, 1),
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            Dialect.MINIO)
        .run(KEY, Deadlines.FAR);

    assertThat(standby.content(KEY)).hasValue(film);
    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void givesTheUploadUpIfTheOriginalChangesMeanwhile() {
    primary.put(KEY, film(1), FILM);
    slice(2);
    AtomicBoolean once = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart") && !once.getAndSet(true)) {
            primary.delete(KEY);
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
  }

  @Test
  void readsThePartBordersOnceHoweverManyInvocationsItTakes() {
    byte[] film = film(1);
    primary.putInParts(KEY, film, FILM, clock.instant(), List.of(10L << 20, (10L << 20) + 17));
    primary.before((operation, key) -> calls.add(operation));

    assertThat(slice(1)).isEqualTo(new Outcome.Continued());
    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(film.length));

    assertThat(calls).filteredOn("partSize"::equals).hasSize(2);
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void recordsAnUploadOfAnySizeThatIsCutOff() {
    PartSettings largerOnly = new PartSettings(5 << 20, 1, Long.MAX_VALUE);
    Converge small =
        new Converge(
            primary,
            standby,
            largerOnly,
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            Dialect.MINIO);
    primary.put(KEY, film(1), FILM);

    assertThat(small.run(KEY, Deadlines.once(() -> sent() >= 3)))
        .isEqualTo(new Outcome.Continued());
    assertThat(small.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(sent()).isEqualTo(PARTS);
  }

  /** The record is written before connections are broken, while the part still hangs. */
  @Test
  void recordsTheUploadWhileAPartStillHangs() {
    primary.put(KEY, film(1), FILM);
    CountDownLatch recorded = new CountDownLatch(1);
    standby.after(
        (operation, key) -> {
          calls.add(operation);
          if (operation.equals("put") && sent() == 2) {
            recorded.countDown();
          }
        });
    AtomicInteger begun = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart") && begun.incrementAndGet() == 3) {
            awaitThenBreak(recorded);
          }
        });
    Deadline soon = Deadlines.after(Duration.ofSeconds(2));

    assertThat(converge.run(KEY, soon)).isEqualTo(new Outcome.Continued());

    standby.before((operation, key) -> {});
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
    assertThat(sent()).isEqualTo(PARTS);
  }

  private static void awaitThenBreak(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).as("recorded").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new StoreException.Unavailable("broken off", false, null);
  }

  @Test
  void givesTheUploadUpIfItsPartsWereDamaged() {
    primary.putInParts(KEY, film(1), FILM, clock.instant(), List.of(10L << 20, (10L << 20) + 17));
    primary.damage();

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Corrupt.class);
  }

  @Test
  void completesOnceThoughTwoWorkersFinishTogether() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);
    slice(4);
    AtomicBoolean once = new AtomicBoolean();
    List<Outcome> other = new ArrayList<>();
    standby.before(
        (operation, key) -> {
          if (operation.equals("complete") && !once.getAndSet(true)) {
            clock.move(AFTER_THE_LEASE);
            other.add(converge.run(KEY, Deadlines.FAR));
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(other).containsExactly(new Outcome.Copied(film.length));
    assertThat(standby.content(KEY)).hasValue(film);
  }

  @Test
  void beginsAnewIfTheUploadIsUnknownByNow() {
    primary.put(KEY, film(1), FILM);
    slice(2);
    standby.abort(KEY, "upload-1");

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  @Test
  void saysThatTheTimeIsTooShortForASinglePart() {
    primary.put(KEY, film(1), FILM);

    assertThatThrownBy(() -> slice(0))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("increase the function's timeout");

    converge.run(KEY, Deadlines.FAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"upload\":7,\"of\":[]}", "{\"upload\":\"upload-9\"}"})
  void believesNoRecordThatIsNone(String record) {
    byte[] content = record.getBytes(UTF_8);
    Fingerprint fingerprint = new Fingerprint(ETag.md5(content), content.length, FILM);
    standby.put(
        UploadRecords.nameFor(KEY),
        content,
        Optional.empty(),
        fingerprint,
        new Condition.Absent(),
        Instant.EPOCH);
    primary.put(KEY, film(1), FILM);

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void remembersNothingOfWhatOneInvocationCopies() {
    primary.put(KEY, film(1), FILM);

    new Converge(
            primary,
            standby,
            new PartSettings(5 << 20, 1, 64 << 20),
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            Dialect.MINIO)
        .run(KEY, Deadlines.FAR);

    assertThat(calls).doesNotContain("put", "delete");
  }

  private Outcome slice(int parts) {
    long end = stored() + parts;
    return converge.run(KEY, Deadlines.once(() -> stored() >= end));
  }

  /** The parts that were sent, or copied on the standby. */
  private long stored() {
    return sent() + Collections.frequency(calls, "copyPart");
  }

  private long sent() {
    return calls.stream().filter("uploadPart"::equals).count();
  }

  private void failAtPart(int number) {
    List<String> begun = new ArrayList<>();
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart")) {
            begun.add(operation);
            if (begun.size() == number) {
              throw new StoreException.Unavailable("down", false, null);
            }
          }
        });
  }

  private static byte[] film(int seed) {
    byte[] content = new byte[(PARTS - 1) * (5 << 20) + 17];
    new Random(seed).nextBytes(content);
    return content;
  }
}
