package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workers on one object that is larger than an invocation can copy. */
class LeaseTest {
  private static final ObjectKey KEY = new ObjectKey("film.mp4");
  private static final Attributes FILM = Samples.typed("video/mp4");
  private static final PartSettings ONE_BY_ONE = new PartSettings(5 << 20, 1, 1);
  private static final int PARTS = 7;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final Converge converge =
      new Converge(
          primary, standby, ONE_BY_ONE, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
  private final AtomicLong sent = new AtomicLong();
  private final List<Outcome> others = Collections.synchronizedList(new ArrayList<>());

  LeaseTest() {
    standby.after((operation, key) -> sent.addAndGet(operation.equals("uploadPart") ? 1 : 0));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(primary.openReads()).as("reads of the primary left open").isZero();
    assertThat(standby.openUploads()).as("uploads left behind").isZero();
    assertThat(standby.content(UploadRecords.nameFor(KEY))).as("a record left behind").isEmpty();
  }

  @Test
  void sendsEachPartOnceThoughANewHintArrivesInEachInvocation() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);
    duringEachPart(() -> others.add(converge.run(KEY, Deadlines.FAR)));

    for (int invocation = 1; invocation < PARTS; invocation++) {
      assertThat(sliceOfOnePart()).isEqualTo(new Outcome.Continued());
      clock.move(Duration.ofMinutes(5));
    }
    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(film.length));

    assertThat(others).hasSize(PARTS).containsOnly(new Outcome.InProgress());
    assertThat(sent).hasValue(PARTS);
    assertThat(standby.content(KEY)).hasValue(film);
  }

  @Test
  void isTakenOverOnceTheLeaseOfAKilledWorkerHasExpired() {
    primary.put(KEY, film(1), FILM);
    sliceOfOnePart();
    duringEachPart(
        () -> {
          throw new Killed();
        });
    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR)).isInstanceOf(Killed.class);
    standby.before(Hook.NONE);

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InProgress());
    clock.move(Duration.ofMinutes(16));
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(sent).hasValue(PARTS);
  }

  @Test
  void doesNotProtectAnUploadThatIsNoMore() {
    primary.put(KEY, film(1), FILM);
    duringEachPart(
        () -> {
          throw new Killed();
        });
    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR)).isInstanceOf(Killed.class);
    standby.before(Hook.NONE);
    standby.abort(KEY, "upload-1");

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  @Test
  void doesNotKeepANewerVersionWaiting() {
    primary.put(KEY, film(1), FILM);
    sliceOfOnePart();
    byte[] newer = film(2);
    duringEachPart(
        () -> {
          standby.before(Hook.NONE);
          primary.put(KEY, newer, FILM);
          others.add(converge.run(KEY, Deadlines.FAR));
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(others).containsExactly(new Outcome.Copied(newer.length));
    assertThat(standby.content(KEY)).hasValue(newer);
  }

  /** The message comes back when its visibility timeout expires. The lease has expired by then. */
  @Test
  void leavesTheMessageInDoubtIfItsEndCannotBeRecorded() {
    primary.put(KEY, film(1), FILM);
    sliceOfOnePart();
    duringEachPart(
        () -> {
          standby.before(Hook.NONE);
          standby.before(
              (operation, key) -> {
                if (operation.equals("put")) {
                  throw new StoreException.Unavailable("down", false, null);
                }
              });
          throw new StoreException.Unavailable("down", false, null);
        });

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.InDoubt.class)
        .hasMessageContaining("lease");

    standby.before(Hook.NONE);
    clock.move(Duration.ofMinutes(16));
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  @Test
  void goesToOneOfTwoWorkersThatTakeItTogether() {
    byte[] film = film(1);
    primary.put(KEY, film, FILM);
    sliceOfOnePart();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(UploadRecords.nameFor(KEY))) {
            standby.before(Hook.NONE);
            others.add(converge.run(KEY, Deadlines.FAR));
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(others).containsExactly(new Outcome.Copied(film.length));
    assertThat(sent).hasValue(PARTS);
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void duringEachPart(Runnable action) {
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart")) {
            action.run();
          }
        });
  }

  private Outcome sliceOfOnePart() {
    long end = sent.get() + 1;
    return converge.run(KEY, Deadlines.once(() -> sent.get() >= end));
  }

  private static byte[] film(int seed) {
    byte[] content = new byte[(PARTS - 1) * (5 << 20) + 17];
    new Random(seed).nextBytes(content);
    return content;
  }
}
