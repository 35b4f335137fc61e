package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.DialectCheck;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.Hook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No single key, note or silent store keeps the reconciler from its end or from a proof. */
class UnstoppableTest extends ReconcilerFixture {
  private static final Deadline LONG = new Deadline(() -> 900_000, Duration.ofSeconds(60));

  private void refuse(String key, Refusal reason) {
    Optional<PrimaryObject> original = primary.head(new ObjectKey(key));
    new RefusalNotes(standby, clock, labels)
        .write(
            new ObjectKey(key),
            reason,
            original.map(RefusalNotes.OriginalVersion::of),
            clock.instant());
  }

  private Proof proof(Summary summary) {
    return summary.watermark().orElseThrow().proof().orElseThrow();
  }

  @Test
  void provesTheRestAndSendsNoHintsWhereAnObjectIsRefused() {
    replicated("a", "x");
    write("tagged", "x");
    refuse("tagged", Refusal.TAGS_NOT_ACCEPTED);
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
    assertThat(proof(summary).refused()).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void countsAStaleReplicaWhoseNewVersionIsRefused() {
    replicated("a", "old");
    clock.move(Duration.ofSeconds(10));
    write("a", "new");
    refuse("a", Refusal.METADATA_TOO_LARGE);
    later();

    Summary summary = run();

    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
    assertThat(summary.counts().get(Count.STALE)).isZero();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void hintsAtARefusedKeyWhoseOriginalHasChanged() {
    write("a", "x");
    refuse("a", Refusal.TAGS_NOT_ACCEPTED);
    clock.move(Duration.ofSeconds(10));
    write("a", "another");
    later();

    assertThat(run().counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("a");
  }

  @Test
  void listsRefusedObjectsWithTheirReasons() {
    write("a", "x");
    write("b", "x");
    refuse("a", Refusal.TAGS_NOT_ACCEPTED);
    refuse("b", Refusal.CUSTOMER_KEY);

    Map<String, Object> answer = reconciler().listRefused(request(Map.of("list", "refused")));

    assertThat(answer.get("complete")).isEqualTo(true);
    assertThat(answer.get("refused").toString())
        .contains("key=a", "tags_not_accepted", "key=b", "customer_key");
  }

  @Test
  void removesNotesOfObjectsThatAreGoneOrReplicated() {
    write("gone", "x");
    replicated("replicated", "x");
    write("refused", "x");
    List.of("gone", "replicated", "refused").forEach(key -> refuse(key, Refusal.TAGS_NOT_ACCEPTED));
    primary.delete(new ObjectKey("gone"));
    later();

    run(request(Map.of("deep", true)), plenty());

    RefusalNotes notes = new RefusalNotes(standby, clock, labels);
    assertThat(notes.find(new ObjectKey("gone"))).isEmpty();
    assertThat(notes.find(new ObjectKey("replicated"))).isEmpty();
    assertThat(notes.find(new ObjectKey("refused"))).isPresent();
  }

  @Test
  void countsAnArchivedObjectAsRefusedByItsStorageClass() {
    write("archived", "x");
    replicated("a", "x");
    later();
    primary.transition(new ObjectKey("archived"), "GLACIER");

    Summary summary = run();

    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
    assertThat(proof(summary).refused()).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void namesAnUnreadableKeyAndProvesTheRest() {
    replicated("a", "x");
    replicated("denied", "x");
    write("missing", "x");
    later();
    primary.before(denying("denied"));

    Summary first = run(request(Map.of("deep", true)), plenty());
    replicate("missing");
    repairs.keys.clear();
    Summary second = run(request(Map.of("deep", true)), plenty());

    assertThat(first.complete()).as("the key costs only itself").isTrue();
    assertThat(first.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(second.unreadable()).containsExactly(new ObjectKey("denied"));
    assertThat(second.toMap().get("unreadableKeys")).isEqualTo(List.of("denied"));
    assertThat(proof(second).unreadable()).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void endsTheRunWhereTheStoreRefusesManyKeysInARow() {
    for (int i = 0; i < UnreadableKeys.MAX_IN_A_ROW + 5; i++) {
      replicated("k%02d".formatted(i), "x");
    }
    later();
    primary.before(denying("k"));

    assertThatThrownBy(() -> run(request(Map.of("deep", true)), plenty()))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("403");
  }

  /** Its files on the standby's disk are damaged. */
  @Test
  void namesAKeyThatTheStandbyCannotReadAndProvesTheRest() {
    replicated("a", "x");
    replicated("damaged", "x");
    write("missing", "x");
    later();
    standby.before(failing("damaged"));

    Summary first = run(request(Map.of("deep", true)), plenty());
    replicate("missing");
    repairs.keys.clear();
    Summary second = run(request(Map.of("deep", true)), plenty());

    assertThat(first.complete()).as("the key costs only itself").isTrue();
    assertThat(first.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(second.unreadable()).containsExactly(new ObjectKey("damaged"));
    assertThat(proof(second).unreadable()).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  /** MinIO does not list it either. */
  @Test
  void namesAnUnlistedKeyThatTheStandbyCannotRead() {
    write("damaged", "x");
    replicated("a", "x");
    later();
    standby.before(failing("damaged"));

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.unreadable()).containsExactly(new ObjectKey("damaged"));
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void endsTheRunWhereTheStandbyFailsForOtherKeysToo() {
    replicated("a", "x");
    later();
    AtomicBoolean compared = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          compared.compareAndSet(false, key.value().equals("a"));
          if (operation.equals("head") && compared.get()) {
            throw new StoreException.Unavailable("HEAD failed: 503", false, 503, null);
          }
        });

    assertThatThrownBy(() -> run(request(Map.of("deep", true)), plenty()))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("503");
  }

  @Test
  void endsTheRunWhereTheStandbyFailsForManyKeysInARow() {
    for (int i = 0; i < UnreadableKeys.MAX_IN_A_ROW + 5; i++) {
      replicated("k%02d".formatted(i), "x");
    }
    later();
    standby.before(failing("k"));

    assertThatThrownBy(() -> run(request(Map.of("deep", true)), plenty()))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("500");
  }

  private static Hook failing(String prefix) {
    return (operation, key) -> {
      if (operation.equals("head") && key.value().startsWith(prefix)) {
        throw new StoreException.Unavailable("HEAD failed: 500", false, 500, null);
      }
    };
  }

  /** Each hint would be parked, in each pass. */
  @Test
  void sendsNoHintsAtObjectsWithoutReplicaThatThePrimaryDenies() {
    int denied = UnreadableKeys.MAX_IN_A_ROW + 5;
    for (int i = 0; i < denied; i++) {
      write("denied/%02d".formatted(i), "x");
    }
    replicated("a", "x");
    later();
    primary.before(denying("denied/"));

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.unreadable()).contains(new ObjectKey("denied/00"));
    assertThat(proof(summary).unreadable()).isEqualTo(denied);
    assertThat(repairs.keys).isEmpty();

    primary.before(Hook.NONE);
    assertThat(run().counts().get(Count.MISSING)).isEqualTo(denied);
    assertThat(repairs.keys).hasSize(denied);
  }

  private static Hook denying(String prefix) {
    return (operation, key) -> {
      if (operation.equals("look") || operation.equals("head")) {
        if (key.value().startsWith(prefix)) {
          throw new StoreException.Unavailable("HEAD failed: 403", false, 403, null);
        }
      }
    };
  }

  @Test
  void waitsOutTheGracePeriodWhereTheRunHasTheTime() {
    foreign("orphaned");
    for (int i = 0; i < 3; i++) {
      replicated("k" + i, "x");
    }
    later();

    Summary summary = run(GO_ON, LONG);

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.ORPHANED)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("orphaned");
  }

  @Test
  void endsInOrderWhereAStoreFallsSilent() {
    replicated("a", "x");
    later();
    CountDownLatch broken = new CountDownLatch(1);
    disconnect = broken::countDown;
    primaryListing = (at, max) -> silent(broken);

    Summary summary = run(GO_ON, new Deadline(() -> 2_000, Duration.ofSeconds(3)));

    assertThat(summary.complete()).isFalse();
    assertThat(summary.message().orElseThrow()).contains("its connections were closed");
  }

  @Test
  void endsAPartialRunInOrderWhereAStoreFallsSilent() {
    replicated("a", "x");
    later();
    CountDownLatch broken = new CountDownLatch(1);
    disconnect = broken::countDown;
    standbyListing = (at, max) -> silent(broken);
    ReconcileRequest partial = request(Map.of("dryRun", true));

    Summary summary = run(partial, new Deadline(() -> 2_000, Duration.ofSeconds(1)));

    assertThat(summary.complete()).isFalse();
    assertThat(summary.message().orElseThrow()).contains("its connections were closed");
    assertThat(summary.goOn()).contains(partial);
  }

  @Test
  void endsAReleaseInOrderWhereAStoreFallsSilent() {
    settings = settings(0, Scope.ALL);
    foreign("orphan");
    replicated("k", "x");
    later();
    Held held = run(GO_ON, LONG).watermark().orElseThrow().held().orElseThrow();
    CountDownLatch broken = new CountDownLatch(1);
    disconnect = broken::countDown;
    primary.before(
        (operation, key) -> {
          if (operation.equals("look") || operation.equals("head")) {
            silent(broken);
          }
        });

    Summary summary =
        run(
            request(Map.of("release", held.pass())),
            new Deadline(() -> 2_000, Duration.ofSeconds(1)));

    assertThat(summary.complete()).isFalse();
    assertThat(summary.message().orElseThrow())
        .contains("its connections were closed", "Release again");
    assertThat(summary.watermark().orElseThrow().held()).contains(held);
    primary.before(Hook.NONE);
    run(request(Map.of("release", held.pass())), plenty());
    assertThat(repairs.keys).containsExactly("orphan");
  }

  private static Listing.Page silent(CountDownLatch broken) {
    try {
      broken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StoreException.Unavailable("The connection was closed", false, null);
  }

  @Test
  void holdsBackDeletionsOfMoreThanHalfOfAllKeysWhateverIsConfigured() {
    settings = settings(1_000_000, Scope.ALL);
    for (int i = 0; i < 6; i++) {
      foreign("orphan-" + i);
    }
    for (int i = 0; i < 5; i++) {
      replicated("k" + i, "x");
    }
    later();

    Summary summary = run(GO_ON, LONG);

    assertThat(summary.watermark().orElseThrow().held()).isPresent();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void releasesThePrefixAloneAndLeavesTheRestWithheld() {
    settings = settings(0, Scope.ALL);
    for (String key : List.of("a/1", "a/2", "b/1")) {
      foreign(key);
    }
    replicated("k", "x");
    later();
    Held held = run(GO_ON, LONG).watermark().orElseThrow().held().orElseThrow();

    Summary summary = run(request(Map.of("release", held.pass(), "prefix", "a/")), plenty());

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).containsExactlyInAnyOrder("a/1", "a/2");
    assertThat(summary.watermark().orElseThrow().held()).contains(held);
    run(request(Map.of("release", held.pass())), plenty());
    assertThat(repairs.keys).contains("b/1");
  }

  @Test
  void beginsANewPassWhereTheScopeHasChanged() {
    settings = settings(3, Scope.of(List.of("m/"), Optional.empty()));
    for (int i = 0; i < 250; i++) {
      replicated("m/%03d".formatted(i), "x");
    }
    write("a/missing", "x");
    later();
    assertThat(runOutOfTime().complete()).isFalse();

    settings = settings(3, Scope.of(List.of("a/", "m/"), Optional.empty()));
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  @Test
  void saysInTheProofWhatWasCompared() {
    settings = settings(3, Scope.of(List.of("m/"), Optional.of(Duration.ofDays(30))));
    replicated("m/1", "x");
    later();

    assertThat(proof(run()).scope()).contains("primary to standby", "m/", "at most 30 days old");
  }

  /** It changes more often than the grace period, and its events are lost for good. */
  @Test
  void hintsAtADifferenceThatIsAlwaysInFlight() {
    replicated("a", "old");
    for (int run = 0; run < 2; run++) {
      clock.move(Duration.ofHours(1));
      write("a", "content of run " + run);
      assertThat(repairs.keys).isEmpty();
      run();
    }

    assertThat(repairs.keys).containsExactly("a");
  }

  @Test
  void hintsAtNoDifferenceInFlightWhoseReplicaFollows() {
    replicated("a", "old");
    for (int run = 0; run < 4; run++) {
      clock.move(Duration.ofHours(1));
      replicate("a");
      write("a", "content of run " + run);
      assertThat(run().counts().isEqual()).isTrue();
    }

    assertThat(repairs.keys).isEmpty();
  }

  /** A collision must not be taken for a standby that keeps ETags. */
  @Test
  void repeatsACheckOfTheStandbyThatCollided() {
    replicated("a", "x");
    later();
    AtomicBoolean collided = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put")
              && key.equals(ReservedKeys.dialect("order"))
              && collided.compareAndSet(false, true)) {
            new DialectCheck(standbySide, standby).run();
          }
        });
    AtomicInteger listings = new AtomicInteger();
    standbySide = new EtaglessStandby(standby);
    standbyListing =
        (at, max) -> {
          listings.incrementAndGet();
          return new EtaglessStandby(standby).page(at, max);
        };

    Summary summary = run();

    assertThat(collided).isTrue();
    assertThat(listings).hasPositiveValue();
    assertThat(summary.counts().get(Count.STALE)).isZero();
    assertThat(summary.message().orElseThrow()).contains("does not keep ETags");
    assertThat(repairs.keys).isEmpty();
  }

  private static ReconcilerSettings settings(int brakeKeys, Scope scope) {
    return new ReconcilerSettings(
        "primary to standby", GRACE, brakeKeys, 10, 30, 100_000, 2, 2, scope);
  }

  private static ReconcileRequest request(Map<String, ?> input) {
    return ReconcileRequest.of(input);
  }

  @Test
  void hintsAtKeysWithCharactersThatSqsRejects() {
    write("x\uffff", "x");
    write("\u0001\ufffe", "x");
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).containsExactlyInAnyOrder("x\uffff", "\u0001\ufffe");
  }

  @Test
  void sendsEveryOtherHintWhereTheQueueRejectsOne() {
    for (int i = 0; i < 25; i++) {
      write("k%02d".formatted(i), "x");
    }
    repairs.rejecting = Set.of("k03");
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).hasSize(24).doesNotContain("k03");
    assertThat(summary.counts().get(Count.HINTED)).isEqualTo(24);
    assertThat(summary.counts().get(Count.REJECTED_HINTS)).isEqualTo(1);
    assertThat(summary.counts().get(Count.MISSING)).isEqualTo(25);
    assertThat(summary.watermark().orElseThrow().proof()).as("not all keys are equal").isEmpty();
  }
}
