package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no time tells of waits for the grace period, is looked at again, and is never lost. */
class SuspectsTest extends ReconcilerFixture {
  private static final ReconcileRequest DEEP = ReconcileRequest.of(Map.of("deep", true));

  @Test
  void takesNoChangeOfTagsForDriftThatMayBeOnItsWay() {
    replicated("a", "x");
    later();
    primary.tag(new ObjectKey("a"), Map.of("colour", "red"));

    assertThat(run(DEEP, plenty()).complete()).isFalse();
    replicate("a");
    later();
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void callsTagsThatStayDifferentStale() {
    replicated("a", "x");
    later();
    primary.tag(new ObjectKey("a"), Map.of("colour", "red"));

    run(DEEP, plenty());
    later();
    Summary summary = run();

    assertThat(summary.counts().get(Count.STALE)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("a");
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  /** Its Last-Modified is when its upload began. */
  @Test
  void takesNoUploadThatHasJustEndedForDrift() {
    replicated("a", "old");
    later();
    primary.putInParts(
        new ObjectKey("a"),
        "new".getBytes(UTF_8),
        Samples.typed("text/plain"),
        clock.instant().minus(Duration.ofDays(2)));
    primary.putInParts(
        new ObjectKey("b"),
        "new".getBytes(UTF_8),
        Samples.typed("text/plain"),
        clock.instant().minus(Duration.ofDays(2)));

    Summary first = run();
    replicate("a");
    later();
    Summary second = run();

    assertThat(first.counts().isEqual()).isTrue();
    assertThat(second.counts().get(Count.STALE)).as("a arrived in time").isZero();
    assertThat(second.counts().get(Count.MISSING)).as("b did not").isEqualTo(1);
    assertThat(repairs.keys).containsExactly("b");
  }

  /** The primary's page shows what was, the standby's what is. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesNoChangeBetweenTheTwoPagesForDrift(boolean deleted) {
    replicated("a", "old");
    later();
    AtomicBoolean changed = new AtomicBoolean();
    primaryListing =
        (at, most) -> {
          var page = primary.page(at, most);
          if (changed.compareAndSet(false, true)) {
            if (deleted) {
              primary.delete(new ObjectKey("a"));
            } else {
              write("a", "new");
            }
            replicate("a");
          }
          return page;
        };
    standbyListing =
        (at, most) -> {
          while (!changed.get()) {
            Thread.onSpinWait();
          }
          return standby.page(at, most);
        };

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void comparesTheHeadersOfWhatTheStandbyDoesNotList() {
    replicated("a", "x");
    replicated("a/b", "x");
    tamper("a/b");
    later();

    run(DEEP, plenty());
    later();

    assertThat(run().counts().get(Count.STALE)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("a/b");
  }

  @Test
  void skipsNoKeyOfTheDeepCheckWhereAPassIsBegunAnew() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 2, 100_000, 2, 1000, Scope.ALL);
    for (int i = 0; i < 300; i++) {
      replicated("k%03d".formatted(i), "x");
    }
    for (int i = 0; i < 300; i++) {
      tamper("k%03d".formatted(i));
    }
    later();

    for (int half = 0; half < 8; half++) {
      run(ReconcileRequest.of(Map.of("restart", true)), outOfTime());
      clock.move(Duration.ofHours(12));
      while (!run().complete()) {
        later();
      }
    }

    assertThat(repairs.keys.stream().distinct()).hasSize(300);
  }

  /** What it had found is on the watermark or is found again. */
  @Test
  void losesNothingOfASuspectWhereTheRunEndsBetweenHintAndWatermark() {
    foreign("a");
    replicated("b", "x");
    later();
    run();
    write("a", "an original by now, and another one");
    later();
    int before = repairs.keys.size();
    standby.before(failingOnce("put", Reconciler.WATERMARK, 2));

    assertThatThrownBy(this::run).isInstanceOf(StoreException.Unavailable.class);
    assertThat(repairs.keys).hasSize(before + 1);
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.STALE)).isEqualTo(1);
    assertThat(repairs.keys).containsOnly("a");
    assertThat(summary.watermark().orElseThrow().proof()).as("they were not equal").isEmpty();
  }

  /**
   * A run stands still before it writes a list; another goes on, writes the list of that name and
   * more. The first must not write over it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"head", "put"})
  void writesOverNoListOfARunThatOvertookIt(String stillBefore) {
    for (int i = 0; i < 3; i++) {
      foreign("orphan-" + i);
    }
    for (int i = 0; i < 8; i++) {
      replicated("z" + i, "x");
    }
    later();
    AtomicBoolean stood = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          if (operation.equals(stillBefore)
              && key.value().startsWith(ReservedKeys.RECONCILER + "suspects")
              && stood.compareAndSet(false, true)) {
            foreign("orphan-late");
            later();
            assertThat(run().complete()).isFalse();
          }
        });

    assertThatThrownBy(this::run).hasMessageContaining("Another run");
    standby.before(Hook.NONE);
    later();
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 10, 10, 30, 100_000, 2, 2, Scope.ALL);
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys)
        .containsExactlyInAnyOrder("orphan-0", "orphan-1", "orphan-2", "orphan-late");
  }

  /** Its tags change faster than the grace period, and its replica follows each time. */
  @Test
  void takesNoKeyForDriftThatIsOnItsWayEachTimeItIsLookedAt() {
    replicated("a", "x");
    later();
    primary.tag(new ObjectKey("a"), Map.of("n", "1"));
    run(DEEP, plenty());
    replicate("a");
    later();
    primary.tag(new ObjectKey("a"), Map.of("n", "2"));

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.IN_FLIGHT)).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  /** Deleted and uploaded again as multipart before its replica had to move: another change. */
  @Test
  void takesNoKeyForDriftWhoseOriginalIsAnotherByNow() {
    replicated("a", "x");
    later();
    primary.delete(new ObjectKey("a"));
    replicate("a");
    later();
    upload("one");
    run();
    primary.delete(new ObjectKey("a"));
    later();
    upload("two");

    Summary summary = run();

    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(summary.counts().get(Count.IN_FLIGHT)).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  private void upload(String content) {
    primary.putInParts(
        new ObjectKey("a"),
        content.getBytes(UTF_8),
        Samples.typed("text/plain"),
        clock.instant().minus(Duration.ofHours(1)));
  }

  /** The replica of an upload has its time, so that it is not young either; listed or hidden. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesNoUploadBetweenTheTwoPagesForDrift(boolean hidden) {
    replicated("a", "old");
    later();
    Listing.Page early = primary.page(Listing.Place.of("", Optional.empty()), 1000);
    upload("new");
    replicate("a");
    primaryListing = (at, most) -> early;
    if (hidden) {
      standbyListing = (at, most) -> new Listing.Page(List.of(), Optional.empty());
    }

    Summary summary = run();

    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).isEmpty();
  }

  /** Replicated after the primary's page was fetched, it is rewritten before the next run. */
  @Test
  void takesNoUploadForDriftThatThePrimarysPageIsTooEarlyFor() {
    replicated("b", "x");
    later();
    Listing.Page early = primary.page(Listing.Place.of("", Optional.empty()), 1000);
    upload("new");
    replicate("a");
    primaryListing = (at, most) -> early;
    run();
    later();
    write("a", "newer");

    Summary summary = run();

    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void hintsAtNoSuspectThatHasAnOriginalAgain() {
    foreign("a");
    foreign("b");
    replicated("c", "x");
    later();
    run();
    write("a", "x");
    replicate("a");
    later();

    Summary summary = run();

    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("b");
  }

  /** Nothing is counted and nothing remembered, so nothing waits: one hint too many at worst. */
  @Test
  void looksTwiceAndHintsWhereOnlyAPrefixIsAskedFor() {
    replicated("a/1", "x");
    later();
    primary.tag(new ObjectKey("a/1"), Map.of("colour", "red"));

    Summary summary = run(ReconcileRequest.of(Map.of("prefix", "a/", "deep", true)), plenty());

    assertThat(summary.counts().get(Count.STALE)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("a/1");
  }

  private static Hook failingOnce(String operation, ObjectKey at, int time) {
    int[] left = {time};
    return (called, key) -> {
      if (called.equals(operation) && key.equals(at) && --left[0] == 0) {
        throw new StoreException.Unavailable("503", false, null);
      }
    };
  }
}
