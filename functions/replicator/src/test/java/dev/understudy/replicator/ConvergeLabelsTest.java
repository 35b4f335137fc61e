package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of labels alone (docs/replicas.md), in memory. {@link RelabelTest} counts the bytes. */
class ConvergeLabelsTest {
  private static final ObjectKey KEY = new ObjectKey("media/film.mp4");
  private static final Attributes HTML = Samples.typed("text/html");
  private static final PartSettings PART = new PartSettings(5 << 20, 3, 64 << 20);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final Converge converge =
      new Converge(
          primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  ConvergeLabelsTest() {
    primary.before((operation, key) -> calls.add("primary " + operation));
    standby.before((operation, key) -> calls.add("standby " + operation));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(primary.openReads()).as("reads of the primary left open").isZero();
    assertThat(standby.openUploads()).as("uploads left behind").isZero();
  }

  @Test
  void writesAChangeOfLabelsAloneFromTheReplicasOwnBytes() {
    byte[] content = large(1);
    for (int size : List.of(128 << 10, 3 << 20, content.length)) {
      byte[] bytes = Arrays.copyOf(content, size);
      primary.put(KEY, bytes, HTML);
      converge.run(KEY, Deadlines.FAR);
      Attributes changed = HTML.withTags(Map.of("team", "web"));
      primary.tag(KEY, changed.tags());
      calls.clear();

      assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Relabeled(size));

      assertThat(standby.head(KEY).present().orElseThrow().fingerprint().attributes())
          .isEqualTo(changed);
      assertThat(standby.content(KEY)).hasValue(bytes);
      assertThat(Set.copyOf(calls))
          .containsExactlyInAnyOrder(
              "standby head",
              "primary open",
              "standby timeOf",
              "standby createUpload",
              "standby copyPart",
              "standby complete",
              "primary head");
    }
  }

  @Test
  void copiesAChangeOfLabelsOfASmallObjectWithOneWrite() {
    primary.put(KEY, new byte[(128 << 10) - 1], HTML);
    converge.run(KEY, Deadlines.FAR);
    primary.tag(KEY, Map.of("team", "web"));

    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.Copied.class);
  }

  /** In place, with the same labels: another storage class, or another encryption. */
  @Test
  void renewsAnOlderReplicaFromItsOwnBytes() {
    primary.putInParts(KEY, large(1), HTML, clock.instant());
    converge.run(KEY, Deadlines.FAR);
    clock.move(Duration.ofDays(8));
    primary.putInParts(KEY, large(1), HTML, clock.instant());

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Relabeled(large(1).length));

    assertThat(standby.content(KEY)).hasValue(large(1));
    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
  }

  /** MinIO accepts no multipart upload for such a key. */
  @Test
  void copiesAChangeOfLabelsOfADirectoryKey() {
    ObjectKey directory = new ObjectKey("media/");
    primary.put(directory, new byte[1 << 20], HTML);
    converge.run(directory, Deadlines.FAR);
    primary.tag(directory, Map.of("team", "web"));

    assertThat(converge.run(directory, Deadlines.FAR)).isEqualTo(new Outcome.Copied(1 << 20));
  }

  @Test
  void sendsTheBytesIfTheReplicaIsDeletedBeforeItIsCopied() {
    primary.put(KEY, large(1), HTML);
    converge.run(KEY, Deadlines.FAR);
    primary.tag(KEY, Map.of("team", "web"));
    Instant later = clock.instant().plusSeconds(1);
    standby.before(
        (operation, key) -> {
          if (operation.equals("copyPart")) {
            standby.before(Hook.NONE);
            standby.delete(KEY, later);
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.Copied(12 << 20));

    assertThat(standby.content(KEY)).hasValue(large(1));
  }

  @Test
  void neverMixesTheReplicasBytesWithAnotherOriginals() {
    primary.put(KEY, large(1), HTML);
    converge.run(KEY, Deadlines.FAR);
    primary.tag(KEY, Map.of("team", "web"));
    AtomicInteger parts = new AtomicInteger();
    standby.after(
        (operation, key) -> {
          if (operation.equals("copyPart") && parts.incrementAndGet() == 2) {
            primary.put(KEY, large(2), HTML);
            new Converge(
                    primary,
                    standby,
                    PART,
                    ScopeSource.of(Scope.ALL),
                    HeldLabels.MINIO,
                    Dialect.MINIO)
                .run(KEY, Deadlines.FAR);
          }
        });

    assertThat(converge.run(KEY, Deadlines.FAR)).isEqualTo(new Outcome.InSync());

    assertThat(standby.content(KEY)).hasValue(large(2));
  }

  private static byte[] large(int seed) {
    byte[] content = new byte[12 << 20];
    new Random(seed).nextBytes(content);
    return content;
  }
}
