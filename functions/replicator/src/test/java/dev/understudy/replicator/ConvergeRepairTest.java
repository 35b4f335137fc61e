package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Dialect;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Damaged replicas, and standbys that evaluate the condition of a DELETE. */
class ConvergeRepairTest {
  private static final ObjectKey KEY = new ObjectKey("site/index.html");
  private static final PartSettings PART = new PartSettings(5 << 20, 3, 64 << 20);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final Converge converge =
      new Converge(
          primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);

  @Test
  void writesAReplicaAnewThatCannotBeRead() {
    put("one");
    converge.run(KEY, Deadlines.FAR);
    standby.damage(KEY);

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
    assertThat(repair()).isEqualTo(new Outcome.Copied(3));

    assertThat(standby.isReadable(KEY)).isTrue();
    assertThat(standby.content(KEY)).hasValue(bytes("one"));
    assertThat(repair()).isEqualTo(new Outcome.InSync());
  }

  /** Also where neither side has an object. */
  @Test
  void leavesAReadableReplicaAloneInARepair() {
    assertThat(repair()).isEqualTo(new Outcome.InSync());
    put("one");
    assertThat(repair()).isEqualTo(new Outcome.Copied(3));
    List<String> calls = new ArrayList<>();
    standby.before((operation, key) -> calls.add(operation));

    assertThat(repair()).isEqualTo(new Outcome.InSync());

    assertThat(calls).containsExactly("head", "isReadable");
  }

  @Test
  void readsBothAgainWhereADeleteWasRejectedByItsCondition() {
    InMemoryStandby conditional = new InMemoryStandby(true);
    Converge strict =
        new Converge(
            primary, conditional, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
    put("one");
    strict.run(KEY, Deadlines.FAR);
    primary.delete(KEY);
    AtomicBoolean once = new AtomicBoolean();
    conditional.before(
        (operation, key) -> {
          if (operation.equals("delete") && once.compareAndSet(false, true)) {
            put("two");
            strict.run(KEY, Deadlines.FAR);
          }
        });

    assertThat(strict.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(conditional.content(KEY)).hasValue(bytes("two"));
  }

  /** SeaweedFS answers so for a key whose name is a folder there. */
  @Test
  void refusesAKeyThatTheStandbyHidesAndDoesNotCreate() {
    put("one");
    showOnlyToConditions();
    Set<Dialect.Feature> features =
        EnumSet.complementOf(EnumSet.of(Dialect.Feature.KEYS_BELOW_OBJECTS));
    Converge hidden =
        new Converge(
            primary,
            standby,
            PART,
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            new Dialect(features));

    assertThat(hidden.run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.KEY_NOT_ACCEPTED, primary.head(KEY)));
    assertThat(converge.run(KEY, Deadlines.FAR))
        .as("where such keys are held, somebody else creates and deletes it")
        .isEqualTo(new Outcome.Restless());
  }

  /** Each PUT finds an object, each HEAD finds none. */
  private void showOnlyToConditions() {
    AtomicBoolean isNested = new AtomicBoolean();
    AtomicLong seconds = new AtomicLong();
    Fingerprint fingerprint =
        new Fingerprint(ETag.md5(bytes("two")), 3, Samples.typed("text/html"));
    standby.before(
        (operation, key) -> {
          if (!isNested.compareAndSet(false, true)) {
            return;
          }
          Instant stamp = Instant.EPOCH.plusSeconds(seconds.incrementAndGet());
          if (operation.equals("put")) {
            standby.put(
                KEY, bytes("two"), Optional.empty(), fingerprint, new Condition.Absent(), stamp);
          } else if (operation.equals("head")) {
            standby.delete(KEY, fingerprint.etag(), stamp);
          }
          isNested.set(false);
        });
  }

  private Outcome repair() {
    return converge.repair(KEY, new Transfers(Deadlines.FAR, Bandwidth.UNLIMITED));
  }

  private void put(String content) {
    primary.put(KEY, bytes(content), Samples.typed("text/html"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
