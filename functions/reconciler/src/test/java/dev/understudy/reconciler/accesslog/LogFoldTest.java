package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.HotSetException;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogFoldTest extends FoldFixture {
  @Test
  void learnsWhatWasReadAndReadsEachFileOnce() {
    deliverDays(8);
    deliver("now", START, "hot", "other");

    FoldResult first = run();
    assertThat(first.complete()).isTrue();
    assertThat(first.content().lines()).isEqualTo(11);
    assertThat(isHot("hot")).isTrue();
    assertThat(isHot("cold")).isFalse();

    clock.move(Duration.ofHours(1));
    assertThat(run().files()).isZero();
    deliver("now-2", clock.instant(), "cold");
    assertThat(run().files()).isEqualTo(1);
    assertThat(opened).containsExactly("access/now-2");
    assertThat(isHot("cold")).isTrue();
  }

  @Test
  void forgetsWhatWasReadLongerAgo() {
    deliverDays(8);
    deliver("now", START, "once");
    run();

    for (int day = 1; day <= 8; day++) {
      assertThat(isHot("once")).as("day %d", day).isTrue();
      clock.move(Duration.ofDays(1));
      deliver("later-" + day, clock.instant(), "other");
      run();
    }
    assertThat(isHot("once")).isFalse();
  }

  /** Without logs nothing becomes cold, and a gap in the logs does not count. */
  @Test
  void standsStillWhileNoLogArrives() {
    deliverDays(8);
    deliver("now", START, "once");
    run();
    clock.move(Duration.ofDays(30));

    assertThat(run().age(clock.instant())).isEqualTo(Duration.ofDays(30));
    assertThat(isHot("once")).isTrue();
    deliver("later", clock.instant(), "other");
    run();
    assertThat(isHot("once")).isTrue();
  }

  @Test
  void readsFilesThatAppearLateBelowOthers() {
    deliverDays(8);
    deliver("now-b", START, "b");
    run();

    clock.move(FoldRun.MAX_DELAY.minusHours(1));
    deliver("now-a", START, "late");
    run();
    assertThat(opened).containsExactly("access/now-a");
    assertThat(isHot("late")).isTrue();
  }

  /** A year of logs costs no more listing pages than the days that may still receive files. */
  @Test
  void listsOnlyFilesThatMayBeNew() {
    for (int i = 0; i < 1_500; i++) {
      deliver("old-%04d".formatted(i), START, "a");
    }
    run();
    clock.move(Duration.ofDays(3));
    run();
    deliver("z", clock.instant(), "b");
    AtomicInteger pages = new AtomicInteger();
    logs.before((operation, key) -> pages.addAndGet(operation.equals("page") ? 1 : 0));

    assertThat(run().files()).isEqualTo(1);
    assertThat(pages).hasValue(1);
  }

  /**
   * Such as two distributions with one prefix: new files are never at the end of the listing alone.
   */
  @Test
  void readsEachFileOfSeveralSourcesOnce() {
    deliverDays(8);
    for (int day = 0; day < 12; day++) {
      deliver("e1-%02d".formatted(day), clock.instant(), "one-" + day);
      deliver("e2-%02d".formatted(day), clock.instant(), "two-" + day);
      assertThat(run().files()).as("day %d", day).isEqualTo(day == 0 ? 11 : 2);
      assertThat(isHot("one-" + day) && isHot("two-" + day)).isTrue();
      clock.move(Duration.ofDays(1));
    }
  }

  @Test
  void beginsAnewWhereThePrefixHasChanged() {
    deliverDays(8);
    clock.move(Duration.ofDays(3));
    run();
    prefix = "aaa/";
    deliver("log", clock.instant(), "moved");

    assertThat(run().files()).isEqualTo(1);
    assertThat(isHot("moved")).isTrue();
  }

  @Test
  void losesNothingWhereItIsKilledBeforeItsWrite() {
    deliverDays(8);
    deliver("now", START, "hot");
    writer =
        (content, condition) -> {
          throw new StoreException.InDoubt("killed", null);
        };
    assertThatThrownBy(this::run).hasMessage("killed");
    assertThat(primary.head(ReservedKeys.HOT)).isEmpty();

    writer = this::put;
    run();
    assertThat(isHot("hot")).isTrue();
  }

  @Test
  void losesNothingWhereItsWriteLandsAndItIsKilled() {
    deliverDays(8);
    writer =
        (content, condition) -> {
          put(content, condition);
          throw new StoreException.InDoubt("killed", null);
        };
    assertThatThrownBy(this::run).hasMessage("killed");

    writer = this::put;
    assertThat(run().files()).isZero();
    assertThat(isHot("any")).isTrue();
  }

  @Test
  void goesOnFromTheSetOfAnotherRun() {
    deliverDays(8);
    AtomicInteger writes = new AtomicInteger();
    writer =
        (content, condition) -> {
          if (writes.getAndIncrement() == 0) {
            deliver("now", START, "other");
            writer = this::put;
            run();
          }
          return put(content, condition);
        };

    assertThat(run().files()).isZero();
    assertThat(isHot("other")).isTrue();
  }

  @Test
  void givesUpWhereOthersAlwaysWriteFirst() {
    deliverDays(1);
    writer = (content, condition) -> Optional.empty();

    assertThatThrownBy(this::run).hasMessageContaining("Other runs");
  }

  @Test
  void goesOnWhereTheTimeWasUp() {
    deliverDays(8);
    AtomicInteger checks = new AtomicInteger();
    Deadline short3 =
        new Deadline(() -> checks.incrementAndGet() > 3 ? 0 : 100_000, Duration.ofSeconds(1));

    FoldResult first = run(short3);
    assertThat(first.complete()).isFalse();
    assertThat(first.files()).isEqualTo(3);
    assertThatThrownBy(() -> isHot("any")).isInstanceOf(HotSetException.class);

    assertThat(run().files()).isEqualTo(6);
    assertThat(isHot("any")).isTrue();
  }

  @Test
  void readsOlderFilesWhereMoreDaysAreConfigured() {
    days = 1;
    for (int i = 0; i < 9; i++) {
      deliver("day-" + i, clock.instant(), "key-" + i);
      clock.move(Duration.ofDays(1));
    }
    assertThat(run().files()).isEqualTo(2);

    days = 7;
    // One of the two files is no longer remembered, and is read again.
    assertThat(run().files()).isEqualTo(7);
    assertThat(isHot("key-1")).isTrue();
  }

  @Test
  void countsBadLinesAndReadsOn() throws IOException {
    deliverDays(8);
    String future = LogSamples.s3(START.plus(Duration.ofDays(9)), "future", 200);
    deliver("now", "?\n" + future + "\n" + LogSamples.s3(START, "good", 200));
    byte[] cut = LogLinesTest.compressed(LogSamples.s3(START, "cut", 200) + "\nx");
    logs.put(
        new ObjectKey("access/zip"),
        Arrays.copyOf(cut, cut.length - 8),
        Samples.typed("text/plain"));

    assertThat(run().content().bad()).isGreaterThanOrEqualTo(3);
    assertThat(isHot("good")).isTrue();
    assertThat(isHot("future")).isFalse();
  }

  @Test
  void leavesOutFilesThatAreArchivedOrGone() {
    deliverDays(8);
    deliver("archived", START, "a");
    deliver("gone", START, "b");
    logs.before(
        (operation, key) -> {
          if (operation.equals("open") && key.value().endsWith("archived")) {
            throw new StoreException.Refused(Refusal.ARCHIVED, "archived", null);
          }
          if (operation.equals("open") && key.value().endsWith("gone")) {
            logs.delete(key);
          }
        });

    FoldResult result = run();
    assertThat(result.complete()).isTrue();
    assertThat(result.content().bad()).isEqualTo(1);
  }

  @Test
  void failsWhereAFileCannotBeRead() {
    deliverDays(8);
    logs.before(
        (operation, key) -> {
          if (operation.equals("open") && key.value().endsWith("03")) {
            throw new StoreException.Unavailable("down", false, null);
          }
        });

    assertThatThrownBy(this::run).hasMessage("down");
    assertThat(primary.head(ReservedKeys.HOT)).isEmpty();
  }

  @Test
  void buildsADamagedSetAnew() {
    deliverDays(8);
    run();
    primary.put(ReservedKeys.HOT, "damaged".getBytes(UTF_8), Samples.typed("text/plain"));

    assertThat(run().complete()).isTrue();
    assertThat(isHot("any")).isTrue();
  }
}
