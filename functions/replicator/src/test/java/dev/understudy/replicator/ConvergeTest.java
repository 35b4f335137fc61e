package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Filter;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConvergeTest {
  private static final ObjectKey KEY = new ObjectKey("site/index.html");
  private static final Attributes HTML = Samples.typed("text/html");
  private static final Dialect UNORDERED =
      new Dialect(
          EnumSet.complementOf(
              EnumSet.of(Dialect.Feature.CONDITIONAL_DELETE, Dialect.Feature.STAMPED_PUT)));
  private static final PartSettings PART = new PartSettings(5 << 20, 3, 64 << 20);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();

  /** The primary is read again after a deletion, too. */
  private final Converge unordered =
      new Converge(primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, UNORDERED);

  private final Converge converge =
      new Converge(
          primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(primary.openReads()).as("reads of the primary left open").isZero();
    assertThat(standby.openUploads()).as("uploads left behind").isZero();
  }

  @Test
  void createsAReplicaWithFourCallsTwoOfThemAtThePrimary() {
    put("one");
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertReplica("one");
    assertThat(calls)
        .containsExactly("standby head", "primary open", "standby put", "primary head");
  }

  /** The hint of the deletion is processed before the write lands, and finds no replica. */
  @Test
  void deletesAnObjectThatWasDeletedBeforeItsCopyLanded() {
    put("one");
    AtomicInteger puts = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && puts.getAndIncrement() == 0) {
            primary.delete(KEY);
            assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Deleted());

    assertThat(standby.content(KEY)).isEmpty();
  }

  /** MinIO does not version it, so the last write to arrive stays. */
  @Test
  void readsThePrimaryAgainAfterDeletingAKeyThatEndsInASlash() {
    ObjectKey folder = new ObjectKey("folder/");
    primary.put(folder, new byte[0], HTML);
    record();

    converge.run(folder, Deadlines.FAR);
    primary.delete(folder);
    converge.run(folder, Deadlines.FAR);

    assertThat(calls).endsWith("standby delete", "primary head");
  }

  @Test
  void leavesAnEqualReplicaAloneWithTwoCalls() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(calls).containsExactly("standby head", "primary open");
  }

  /** A replica that is less than six seconds older than the read may be later than it. */
  @Test
  void readsThePrimaryOnceMoreIfTheReplicaMayBeLater() {
    overwriteAfter(Duration.ofSeconds(2), "two");

    assertThat(calls)
        .containsExactly(
            "standby head", "primary open", "primary open", "standby put", "primary head");
  }

  @Test
  void readsThePrimaryOnceIfTheReplicaIsOlder() {
    overwriteAfter(Duration.ofSeconds(7), "two");

    assertThat(calls)
        .containsExactly("standby head", "primary open", "standby put", "primary head");
  }

  /** Such a change keeps the time of the object. */
  @Test
  void readsThePrimaryOnceMoreIfOnlyLabelsChanged() {
    overwriteAfter(Duration.ofSeconds(7), "one");

    assertThat(calls)
        .containsExactly(
            "standby head", "primary open", "primary open", "standby put", "primary head");
  }

  private void overwriteAfter(Duration pause, String content) {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    clock.move(pause);
    primary.put(KEY, bytes(content), HTML.withTags(Map.of("scan", "clean")));
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));
  }

  @Test
  void overwritesAReplica() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    put("two");

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertReplica("two");
  }

  @Test
  void copiesAChangeOfMetadataAlone() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    Attributes changed =
        new Attributes(HTML.headers(), new TreeMap<>(Map.of("reviewed", "yes")), new TreeMap<>());
    primary.put(KEY, bytes("one"), changed);

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));
    assertThat(standby.head(KEY).present().orElseThrow().fingerprint().attributes())
        .isEqualTo(changed);
  }

  @Test
  void copiesAChangeOfTagsAlone() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    Attributes changed = HTML.withTags(Map.of("team", "web"));
    primary.put(KEY, bytes("one"), changed);

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));
    assertThat(standby.head(KEY).present().orElseThrow().fingerprint().attributes())
        .isEqualTo(changed);
  }

  @Test
  void renewsAReplicaThatIsOlderThanItsOriginalThoughBothLookAlike() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    clock.move(Duration.ofMinutes(1));
    put("one");

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertThat(standby.time(KEY)).hasValue(Instant.parse("2026-03-01T12:01:00Z"));
  }

  @Test
  void deletesAReplicaWhoseOriginalIsGone() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Deleted());

    assertThat(standby.content(KEY)).isEmpty();
    assertThat(calls).startsWith("standby head", "primary open").endsWith("standby delete");
  }

  @Test
  void hasNothingToDoWhereNeitherSideHasTheKey() {
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(calls).containsExactly("standby head", "primary open");
  }

  @Test
  void bringsADeletedKeyBackInTheSameSecond() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    converge.run(KEY, Deadlines.FAR);
    put("two");

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertReplica("two");
  }

  @Test
  void readsTheStandbyBeforeThePrimarySoThatASlowerWorkerLoses() {
    put("one");
    Converge other =
        new Converge(
            primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
    AtomicInteger rounds = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && rounds.getAndIncrement() == 0) {
            put("two");
            other.run(KEY, Deadlines.FAR);
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertReplica("two");
  }

  @Test
  void looksBackAtThePrimaryAndCopiesAgainIfItMoved() {
    put("one");
    once("put", () -> put("two"));

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertReplica("two");
  }

  @Test
  void looksBackAfterADeleteAndBringsBackWhatReturned() {
    put("one");
    unordered.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    once("delete", () -> put("two"));

    assertThat(unordered.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(3));

    assertReplica("two");
  }

  @Test
  void leavesAKeyThatMovesInEveryRoundToAFreshHint() {
    put("0");
    AtomicInteger version = new AtomicInteger();
    standby.after(
        (operation, key) -> {
          if (operation.equals("put")) {
            put("version " + version.incrementAndGet());
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Restless());

    assertThat(version).hasValue(3);
  }

  @Test
  void copiesALargeObjectInParts() {
    byte[] content = large(2);
    primary.putInParts(KEY, content, HTML, clock.instant());

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(content.length));

    assertThat(standby.content(KEY)).hasValue(content);
    assertThat(standby.head(KEY).present().orElseThrow().fingerprint())
        .isEqualTo(primary.head(KEY).orElseThrow().fingerprint());
  }

  @Test
  void takesTheFirstPartOutOfTheAnswerThatItHasAlready() {
    primary.put(KEY, large(1), HTML);
    record();

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(calls).containsOnlyOnce("primary open");
    assertThat(calls.stream().filter("primary range"::equals)).hasSize(2);
    assertThat(calls.stream().filter("standby uploadPart"::equals)).hasSize(3);
  }

  @Test
  void buffersUpToEightMebibytesAndNoByteMore() {
    record();
    primary.put(KEY, new byte[8 << 20], HTML);
    converge.run(KEY, Deadlines.FAR);
    assertThat(calls).contains("standby put").doesNotContain("standby createUpload");

    calls.clear();
    primary.put(KEY, new byte[(8 << 20) + 1], HTML);
    converge.run(KEY, Deadlines.FAR);
    assertThat(calls).contains("standby createUpload").doesNotContain("standby put");
  }

  @Test
  void startsOverAndLeavesNoUploadIfTheObjectIsOverwrittenBetweenTwoParts() {
    primary.put(KEY, large(1), HTML);
    byte[] newer = large(2);
    AtomicInteger parts = new AtomicInteger();
    standby.after(
        (operation, key) -> {
          if (operation.equals("uploadPart") && parts.incrementAndGet() == 2) {
            primary.put(KEY, newer, HTML);
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(newer.length));

    assertThat(standby.content(KEY)).hasValue(newer);
  }

  @Test
  void writesASmallMultipartObjectWhole() {
    record();
    primary.putInParts(KEY, new byte[6 << 20], HTML, clock.instant());

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(calls)
        .containsExactly("standby head", "primary open", "standby put", "primary head");
  }

  @Test
  void keepsTheBordersOfTheOriginalsParts() {
    record();
    byte[] content = large(1);
    primary.putInParts(
        KEY, content, HTML, clock.instant(), List.of(7L << 20, (long) content.length - (7 << 20)));

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(content.length));

    assertThat(calls).filteredOn("standby uploadPart"::equals).hasSize(2);
    assertThat(standby.content(KEY)).hasValue(content);
  }

  @Test
  void copiesSeveralPartsAtOnce() {
    primary.put(KEY, large(1), HTML);
    CountDownLatch three = new CountDownLatch(3);
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart")) {
            three.countDown();
            await(three);
          }
        });

    // The first part shows no rate, so that each other part waits for a sixteenth of this time.
    Deadline soon = Deadlines.after(Duration.ofSeconds(30));
    assertThat(converge.run(KEY, soon)).isInstanceOf(Outcome.Copied.class);
  }

  @Test
  void leavesNoThreadBehind() {
    primary.put(KEY, large(1), HTML);
    List<Thread> used = Collections.synchronizedList(new ArrayList<>());
    primary.before((operation, key) -> used.add(Thread.currentThread()));
    standby.before((operation, key) -> used.add(Thread.currentThread()));

    converge.run(KEY, Deadlines.FAR);

    assertThat(used).hasSizeGreaterThan(3);
    used.stream().filter(thread -> thread != Thread.currentThread()).forEach(ConvergeTest::join);
  }

  @Test
  void beginsNoFurtherPartOnceOneFailed() {
    Converge oneByOne =
        new Converge(
            primary,
            standby,
            new PartSettings(5 << 20, 1, 64 << 20),
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            Dialect.MINIO);
    primary.put(KEY, large(1), HTML);
    AtomicInteger parts = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart") && parts.incrementAndGet() == 2) {
            throw new StoreException.Unavailable("down", false, null);
          }
        });

    assertThatThrownBy(() -> oneByOne.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Unavailable.class);

    assertThat(parts).hasValue(2);
    standby.before(Hook.NONE);
    assertThat(oneByOne.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  @Test
  void saysWhatFailedFirstThoughTheUploadCannotBeRecorded() {
    primary.put(KEY, large(1), HTML);
    standby.before(
        (operation, key) -> {
          if (operation.equals("uploadPart")) {
            throw new StoreException.Unavailable("no answer", false, null);
          }
          if (operation.equals("put")) {
            throw new IllegalStateException("Connection pool shut down");
          }
        });
    Transfers transfers = new Transfers(Deadlines.FAR, Bandwidth.UNLIMITED);

    assertThatThrownBy(() -> converge.run(KEY, transfers))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("no answer");

    assertThat(transfers.abandoned()).as("aborted in the next invocation").hasSize(1);
    standby.before(Hook.NONE);
    transfers.abandoned().forEach(upload -> standby.abort(upload.key(), upload.upload()));
  }

  @Test
  void resumesTheUploadAfterAPartFailed() {
    primary.put(KEY, large(1), HTML);
    once(
        "uploadPart",
        () -> {
          throw new StoreException.Unavailable("down", false, null);
        });

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Unavailable.class);
    record();
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);

    assertThat(calls).doesNotContain("standby createUpload");
    assertThat(standby.content(UploadRecords.nameFor(KEY))).as("the record").isEmpty();
  }

  @Test
  void abortsTheUploadIfSomebodyElseWroteMeanwhile() {
    byte[] content = large(1);
    primary.put(KEY, content, HTML);
    once(
        "createUpload",
        () ->
            new Converge(
                    primary,
                    standby,
                    PART,
                    ScopeSource.of(Scope.ALL),
                    HeldLabels.MINIO,
                    Dialect.MINIO)
                .run(KEY, Deadlines.FAR));

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(standby.content(KEY)).hasValue(content);
  }

  @Test
  void handsOnAWriteInDoubt() {
    put("one");
    failing("put", new StoreException.InDoubt("no answer", null));

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.InDoubt.class);
  }

  @Test
  void storesNothingThatWasDamagedOnTheWay() {
    put("one");
    primary.damage();

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Corrupt.class);

    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void storesNoPartsThatWereDamagedOnTheWay() {
    primary.putInParts(KEY, large(1), HTML, clock.instant());
    primary.damage();

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining("result in ETag");

    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void verifiesNoPartsByAnEtagThatTellsNothing() {
    primary.putInParts(KEY, large(1), HTML, clock.instant());
    primary.encryptWithKms();
    primary.damage();

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  /** As MinIO's are if it encrypts with SSE-KMS. */
  @Test
  void verifiesNoPartsOnAStandbyWhosePartEtagsAreRandom() {
    primary.putInParts(KEY, large(1), HTML, clock.instant());
    standby.encryptWithKms();

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
  }

  @Test
  void deletesNothingIfThePrimaryCannotBeAsked() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    primary.before(
        (operation, key) -> {
          throw new StoreException.Unavailable("403", false, null);
        });

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Unavailable.class);

    assertReplica("one");
  }

  @Test
  void acknowledgesNothingIfThePrimaryCannotBeLookedBackAt() {
    put("one");
    primary.before(
        (operation, key) -> {
          if (operation.equals("head")) {
            throw new StoreException.Unavailable("503", false, null);
          }
        });

    assertThatThrownBy(() -> converge.run(KEY, Deadlines.FAR))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void refusesAKeyWithoutAnyCall() {
    record();

    assertThat(converge.run(new ObjectKey("/lead"), Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.LEADING_SLASH));

    assertThat(calls).isEmpty();
  }

  @Test
  void leavesKeysOutsideTheScopeAloneOnBothSides() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    record();

    assertThat(within(Scope.of(List.of("elsewhere/"), Optional.empty())).run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.OUT_OF_SCOPE));

    assertThat(calls).isEmpty();
    assertThat(standby.head(KEY).present()).isPresent();
  }

  @Test
  void givesAnOldObjectNoReplicaButKeepsTheOneThatIsThereRight() {
    Converge young = within(Scope.of(List.of(), Optional.of(Duration.ofDays(1))));
    put("one");
    clock.move(Duration.ofDays(2));

    assertThat(young.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Refused(Refusal.TOO_OLD));
    assertThat(standby.head(KEY).present()).isEmpty();

    converge.run(KEY, Deadlines.FAR);
    put("another");
    clock.move(Duration.ofDays(2));

    assertThat(young.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(7));

    primary.delete(KEY);

    assertThat(young.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Deleted());
  }

  @Test
  void leavesKeysOutsideTheFilterUnchangedOnBothSides() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    record();

    assertThat(filtered("- **").run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.FILTERED));

    assertThat(calls).isEmpty();
    assertThat(standby.head(KEY).present()).isPresent();
  }

  @Test
  void givesAnObjectOutsideTheBoundsNoReplicaButKeepsAnExistingOneCurrent() {
    Converge small = filtered("max-size: 4B");
    put("large");

    assertThat(small.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Refused(Refusal.FILTERED));
    assertThat(standby.head(KEY).present()).isEmpty();

    put("four");
    assertThat(small.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(4));

    put("larger");
    assertThat(small.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(6));

    primary.delete(KEY);
    assertThat(small.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Deleted());
  }

  private Converge filtered(String filter) {
    return within(Scope.ALL.with(Filter.parse(filter.getBytes(UTF_8))));
  }

  private Converge within(Scope scope) {
    return new Converge(
        primary, standby, PART, ScopeSource.of(scope), HeldLabels.MINIO, Dialect.MINIO);
  }

  @Test
  void refusesWhatAStoreNamesAsImpossible() {
    put("one");
    failing("put", new StoreException.Refused(Refusal.METADATA_TOO_LARGE, "400", null));

    assertThat(converge.run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.METADATA_TOO_LARGE, primary.head(KEY)));
  }

  @Test
  void refusesADirectoryKeyTooLargeForOneWrite() {
    ObjectKey directory = new ObjectKey("media/");
    primary.put(directory, new byte[(8 << 20) + 1], HTML);

    assertThat(converge.run(directory, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.DIRECTORY_TOO_LARGE, primary.head(directory)));
  }

  private void put(String content) {
    primary.put(KEY, bytes(content), HTML);
  }

  /** Does something after the first operation of this name. */
  private void once(String name, Runnable action) {
    AtomicInteger count = new AtomicInteger();
    standby.after(
        (operation, key) -> {
          if (operation.equals(name) && count.getAndIncrement() == 0) {
            action.run();
          }
        });
    standby.before(
        (operation, key) -> {
          if (name.equals("createUpload")
              && operation.equals("uploadPart")
              && count.getAndIncrement() == 0) {
            action.run();
          }
        });
  }

  private void failing(String name, StoreException failure) {
    standby.before(
        (operation, key) -> {
          if (operation.equals(name)) {
            throw failure;
          }
        });
  }

  private void record() {
    Hook standbyCalls = (operation, key) -> calls.add("standby " + operation);
    Hook primaryCalls = (operation, key) -> calls.add("primary " + operation);
    standby.before(standbyCalls);
    primary.before(primaryCalls);
  }

  private void assertReplica(String content) {
    assertThat(standby.content(KEY)).hasValue(bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).as("three parts at once").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
      assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] large(int seed) {
    byte[] content = new byte[12 << 20];
    new java.util.Random(seed).nextBytes(content);
    return content;
  }
}
