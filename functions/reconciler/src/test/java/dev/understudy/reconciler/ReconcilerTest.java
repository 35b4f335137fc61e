package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs over stores in memory: what is found, hinted at, remembered and held back. */
class ReconcilerTest extends ReconcilerFixture {
  @Test
  void provesThatEqualSidesAreEqual() {
    for (String key : List.of("a", "b c", "d%+", "e\u0001", "\uff5e", "\ud83d\ude00")) {
      replicated(key, "x");
    }
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(6);
    assertThat(summary.counts().isEqual()).isTrue();
    Proof proof = summary.watermark().orElseThrow().proof().orElseThrow();
    assertThat(proof.keys()).isEqualTo(6);
    assertThat(proof.began()).isEqualTo(proof.ended()).isEqualTo(clock.instant());
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void findsEachKindOfDriftAndHintsAtItOnce() {
    replicated("equal", "x");
    write("missing", "x");
    replicated("other bytes", "old");
    write("other bytes", "new");
    foreign("orphaned");
    later();

    Summary first = run();

    assertThat(first.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(first.counts().get(Count.STALE)).isEqualTo(1);
    assertThat(first.complete()).as("a possible orphan waits for the grace period").isFalse();
    assertThat(repairs.keys).containsExactlyInAnyOrder("missing", "other bytes");

    later();
    Summary second = run();

    assertThat(second.complete()).isTrue();
    assertThat(second.counts().get(Count.ORPHANED)).isEqualTo(1);
    assertThat(repairs.keys).containsExactlyInAnyOrder("missing", "other bytes", "orphaned");
    assertThat(second.watermark().orElseThrow().proof()).isEmpty();
  }

  /** Only the time tells, in a listing: the replica's is before its original's. */
  @Test
  void seesAChangeOfHeadersAloneByItsTime() {
    replicated("a", "x");
    clock.move(Duration.ofSeconds(10));
    write("a", "x");
    later();

    assertThat(run().counts().get(Count.STALE)).isEqualTo(1);
  }

  /** What no listing shows is looked at in turn, all of it within the days that are set. */
  @Test
  void seesHeadersThatSomebodyElseChangedWithinTheDays() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 2, 100_000, 2, 1000, Scope.ALL);
    for (int i = 0; i < 50; i++) {
      replicated("k" + i, "x");
    }
    tamper("k7");
    later();

    long found = 0;
    for (int half = 0; half < 6; half++) {
      found += run().counts().get(Count.STALE);
      clock.move(Duration.ofHours(12));
    }

    assertThat(found).isPositive();
    assertThat(repairs.keys).containsOnly("k7");
  }

  @Test
  void seesThemAtOnceIfAsked() {
    replicated("a", "x");
    replicated("b", "x");
    tamper("b");
    later();

    assertThat(run(ReconcileRequest.of(Map.of("deep", true)), plenty()).complete()).isFalse();
    later();

    assertThat(run().counts().get(Count.STALE)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("b");
  }

  @Test
  void looksForWhatTheStandbyDoesNotListBeforeItIsCalledMissing() {
    replicated("a", "x");
    replicated("a/b", "x");
    later();
    assertThat(standby.page(Listing.Place.of("", Optional.empty()), 10).objects())
        .as("as on MinIO")
        .hasSize(1);

    assertThat(run().counts().isEqual()).isTrue();
  }

  @Test
  void countsWhatTheStandbyCanNeverHoldAndSendsNoHint() {
    write("a//b", "x");
    write("/c", "x");
    replicated("d", "x");
    later();

    Summary summary = run();

    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(2);
    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void takesNoDifferenceForDriftThatMayBeOnItsWay() {
    write("just written", "x");
    replicated("just changed", "old");
    write("just changed", "new");

    assertThat(run().complete()).isFalse();
    assertThat(repairs.keys).isEmpty();

    replicate("just written");
    replicate("just changed");
    later();
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(repairs.keys).isEmpty();
    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
  }

  /** Each hint writes it anew, so that its replica is always young. */
  @Test
  void provesNothingWhileAReplicaThatIsInFlightCannotEqualItsOriginal() {
    replicated("a", "old");
    write("a", "new");
    assertThat(run().complete()).isFalse();
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.STALE)).isEqualTo(1);
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  @Test
  void takesNoDeletionForDriftThatMayBeOnItsWay() {
    replicated("deleted", "x");
    replicated("other", "x");
    later();
    primary.delete(new ObjectKey("deleted"));
    assertThat(run().complete()).isFalse();

    standby.delete(new ObjectKey("deleted"), clock.instant());
    later();
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void leavesReservedNamesAlone() {
    foreign(".understudy/uploads/x");
    foreign(".origin/health");
    write(".origin/health", "other");
    replicated("a", "x");
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(1);
    assertThat(summary.counts().isEqual()).isTrue();
  }

  @Test
  void addsTheRunsOfAPassUpToOneProof() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 0, 100_000, 2, 70, Scope.ALL);
    for (int i = 0; i < 1050; i++) {
      replicated("key-%05d".formatted(i), "x");
    }
    later();
    Instant began = clock.instant();

    Summary summary = runOutOfTime();
    int parts = 1;
    for (; !summary.complete(); parts++) {
      assertThat(summary.nextKey()).isPresent();
      clock.move(Duration.ofMinutes(1));
      summary = runOutOfTime();
    }

    assertThat(parts).isEqualTo(11);
    Proof proof = summary.watermark().orElseThrow().proof().orElseThrow();
    assertThat(proof.keys()).isEqualTo(1050);
    assertThat(proof.began()).isEqualTo(began);
    assertThat(proof.ended()).isEqualTo(clock.instant());
  }

  @Test
  void fillsABucketInThroughHintsAloneAsFastAsTheyAreWorkedOff() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 1_500, 2, 1000, Scope.ALL);
    for (int i = 0; i < 3000; i++) {
      write("key-%05d".formatted(i), "x");
    }
    later();

    repairs.waiting = 2000;
    Summary full = run();
    assertThat(full.complete()).isFalse();
    assertThat(full.message().orElseThrow()).contains("repairs queue");
    assertThat(repairs.keys).hasSizeLessThan(1500);
    repairs.waiting = 0;
    assertThat(run().complete()).isTrue();

    assertThat(repairs.keys).hasSize(3000).doesNotHaveDuplicates();
    assertThat(standby.content(new ObjectKey("key-00000"))).as("the replicator's work").isEmpty();
  }

  /** The depth of the queue matters only where a run has hints. */
  @Test
  void needsNoQueueForEqualBuckets() {
    for (int i = 0; i < 1000; i++) {
      replicated("key-%05d".formatted(i), "x");
    }
    later();

    assertThat(run().complete()).isTrue();
    assertThat(repairs.depths).hasValue(0);

    write("missing", "x");
    later();
    assertThat(run().complete()).isTrue();
    assertThat(repairs.keys).containsExactly("missing");
  }

  /** At most three orphans, or a tenth of the keys. */
  @ParameterizedTest
  @CsvSource({"3, 10, false", "4, 10, true", "11, 99, false", "12, 99, true"})
  void holdsMassDeletionBack(int orphans, int others, boolean braked) {
    for (int i = 0; i < orphans; i++) {
      foreign("orphan-" + i);
    }
    for (int i = 0; i < others; i++) {
      replicated("k" + i, "x");
    }
    write("missing", "x");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(orphans);
    assertThat(repairs.keys).as("repairs go on").contains("missing");
    assertThat(repairs.keys).hasSize(braked ? 1 : 1 + orphans);
    assertThat(summary.watermark().orElseThrow().held().isPresent()).isEqualTo(braked);
  }

  @Test
  void letsGoOnceWhatAPersonReleases() {
    for (int i = 0; i < 8; i++) {
      foreign("orphan-" + i);
    }
    replicated("k", "x");
    later();
    run();
    later();
    Held held = run().watermark().orElseThrow().held().orElseThrow();
    assertThat(repairs.keys).isEmpty();
    write("orphan-3", "has an original by now");
    later();

    Summary summary = run(ReconcileRequest.of(Map.of("release", held.pass())), plenty());

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys)
        .hasSize(8)
        .as("the one that has an original is hinted at as stale")
        .contains("orphan-0", "orphan-3", "orphan-7");
    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(7);
    assertThat(summary.watermark().orElseThrow().held()).isEmpty();
    assertThatThrownBy(() -> run(ReconcileRequest.of(Map.of("release", held.pass())), plenty()))
        .hasMessageContaining("no hints are withheld");
  }

  @Test
  void deletesNothingWhereThePrimaryListsNothing() {
    foreign("a");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).isEmpty();
    assertThat(summary.watermark().orElseThrow().held().orElseThrow().reason())
        .contains("no key at all");
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  @Test
  void deletesNothingWhereThePrimaryHasTheHeartbeatAlone() {
    replicated(".heartbeat/understudy", "now");
    foreign("a");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(repairs.keys).isEmpty();
    assertThat(summary.watermark().orElseThrow().held().orElseThrow().reason())
        .contains("no key at all");
  }

  @Test
  void comparesWhatIsInScopeAlone() {
    settings = within(Scope.of(List.of("site/"), Optional.empty()));
    write("site/missing", "x");
    write("other/missing", "x");
    foreign("other/orphan");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(repairs.keys).containsOnly("site/missing");
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(1);
    assertThat(summary.counts().get(Count.ORPHANED)).isZero();
  }

  @Test
  void asksForNoReplicaOfWhatIsTooOldButKeepsThoseThatAreThereRight() {
    settings = within(Scope.of(List.of(), Optional.of(Duration.ofDays(1))));
    write("old", "x");
    replicated("stale", "x");
    write("stale", "another");
    foreign("orphan");
    clock.move(Duration.ofDays(2));
    write("new", "x");
    later();

    Summary summary = run();

    later();
    run();
    assertThat(repairs.keys).contains("new", "stale", "orphan").doesNotContain("old");
    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
  }

  private static ReconcilerSettings within(Scope scope) {
    return new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 100_000, 2, 2, scope);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnAfterAListingThatFailedHalfWay(boolean primaryFails) {
    for (int i = 0; i < 10; i++) {
      replicated("k" + i, "x");
    }
    foreign("k5-orphan");
    later();
    AtomicInteger pages = new AtomicInteger();
    Listing failing =
        (at, most) -> {
          if (pages.incrementAndGet() == 3) {
            throw new StoreException.Unavailable("503", false, null);
          }
          return (primaryFails ? primary : standby).page(at, most);
        };
    primaryListing = primaryFails ? failing : primary;
    standbyListing = primaryFails ? standby : failing;

    assertThatThrownBy(this::run).isInstanceOf(StoreException.Unavailable.class);
    Summary summary = run();
    if (!summary.complete()) {
      later();
      summary = run();
    }

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).as("deletions are in doubt").hasSize(primaryFails ? 0 : 1);
    assertThat(summary.watermark().orElseThrow().held().isPresent()).isEqualTo(primaryFails);
  }

  @Test
  void stopsWhereAnotherRunHasGoneOn() {
    replicated("a", "x");
    later();
    AtomicInteger pages = new AtomicInteger();
    primaryListing =
        (at, most) -> {
          if (pages.incrementAndGet() == 1) {
            run();
          }
          return primary.page(at, most);
        };

    assertThatThrownBy(this::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Another run");
  }

  @Test
  void remembersNothingOfHintsThatCouldNotBeSent() {
    for (int i = 0; i < 12; i++) {
      write("k" + i, "x");
    }
    later();
    repairs.reachable = false;
    assertThatThrownBy(this::run).hasMessageContaining("REPAIRS_QUEUE_URL");

    repairs.reachable = true;
    run();

    assertThat(repairs.keys).hasSize(12);
  }

  @Test
  void sendsAndRemembersNothingInADryRun() {
    write("missing", "four");
    foreign("orphaned");
    later();

    Summary summary = run(ReconcileRequest.of(Map.of("dryRun", true)), plenty());

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(summary.counts().get(Count.BYTES_TO_COPY)).isEqualTo(4);
    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
    assertThat(standby.content(Reconciler.WATERMARK)).isEmpty();
  }

  @Test
  void repairsUnderAPrefixAlone() {
    write("a/1", "x");
    write("b/1", "x");
    foreign("a/2");
    later();

    Summary summary = run(ReconcileRequest.of(Map.of("prefix", "a/")), plenty());

    assertThat(repairs.keys).containsExactly("a/1");
    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(1);
    assertThat(summary.message().orElseThrow()).contains("only a pass over all keys");
  }

  @Test
  void beginsAnewWhereAskedTo() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 0, 100_000, 2, 70, Scope.ALL);
    for (int i = 0; i < 250; i++) {
      replicated("key-%05d".formatted(i), "x");
    }
    later();
    assertThat(runOutOfTime().complete()).isFalse();

    Summary summary = run(ReconcileRequest.of(Map.of("restart", true)), plenty());

    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(250);
    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"dryrun":true}                    | unknown field "dryrun"
          {"dryRun":"yes"}                   | "dryRun" must be true or false, not yes
          {"prefix":1}                       | "prefix" must be text, not 1
          {"after":"k"}                      | "after" goes with "dryRun", "prefix" or "list"
          {"deep":true,"after":"k"}          | "after" goes with "dryRun", "prefix" or "list"
          {"prefix":"a/","after":""}         | "after" is not a key
          {"prefix":"a/","restart":true}     | "restart" goes with neither
          {"release":"x","restart":true}     | "release" goes with neither
          {"release":"x","deep":true}        | "release" goes with neither
          {"release":"x","after":"k"}        | "after" goes with "dryRun", "prefix" or "list"
          {"list":"parked"}                  | "list" must be "refused", not parked
          {"list":"refused","prefix":"a/"}   | "list" goes with "after" alone
          """)
  void saysWhatIsWrongWithItsInputAndWhatIsAllowed(String input, String complaint)
      throws Exception {
    Map<String, Object> map = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(input);

    assertThatThrownBy(() -> ReconcileRequest.of(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint)
        .hasMessageContaining("Allowed are {} (go on)");
  }
}
