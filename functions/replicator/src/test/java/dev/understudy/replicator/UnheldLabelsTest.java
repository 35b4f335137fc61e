package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Objects with labels that the standby cannot hold. */
class UnheldLabelsTest {
  private static final ObjectKey KEY = new ObjectKey("site/index.html");
  private static final PartSettings PART = new PartSettings(5 << 20, 3, 64 << 20);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final Converge converge =
      new Converge(
          primary, standby, PART, ScopeSource.of(Scope.ALL), HeldLabels.MINIO, Dialect.MINIO);

  @Test
  void copiesAnObjectWithoutTheLabelsThatTheStandbyCannotHold() {
    PrimaryObject object = primary.put(KEY, bytes("one"), unheld());
    List<String> calls = new ArrayList<>();
    primary.before((operation, key) -> calls.add(operation));
    standby.before((operation, key) -> calls.add(operation));

    Outcome copied = converge.run(KEY, Deadlines.FAR);

    assertThat(calls).as("as for any object").hasSize(4);
    List<String> leftOut = List.of("header content-language", "metadata b", "tag Abteilung");
    assertThat(copied)
        .isEqualTo(new Outcome.Copied(3, Optional.of(new Outcome.LeftOut(object, leftOut))));
    assertThat(standby.content(KEY)).hasValue(bytes("one"));
    Attributes held = standby.head(KEY).present().orElseThrow().fingerprint().attributes();
    assertThat(held.headers())
        .isEqualTo(
            Map.of(
                "content-type", "text/html",
                "content-disposition",
                    "attachment; filename=\"Gr__e.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf"));
    assertThat(held.metadata()).containsOnlyKeys("a", "c");
    assertThat(held.tags()).isEqualTo(Map.of("team", "web"));
    assertThat(converge.run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.InSync(Optional.of(new Outcome.LeftOut(object, leftOut))));
  }

  @Test
  void copiesALargeObjectWithoutThemToo() {
    primary.put(KEY, new byte[(8 << 20) + 1], unheld());

    Outcome copied = converge.run(KEY, Deadlines.FAR);

    assertThat(copied).isInstanceOf(Outcome.Copied.class);
    assertThat(copied.leftOut().orElseThrow().labels()).hasSize(3);
    assertThat(converge.run(KEY, Deadlines.FAR)).isInstanceOf(Outcome.InSync.class);
  }

  /** A label that is left out is no difference, and the original is compared as a whole. */
  @Test
  void copiesAnObjectAgainWhoseUnheldLabelChangesMeanwhile() {
    primary.put(KEY, bytes("one"), unheld());
    AtomicBoolean changed = new AtomicBoolean();
    standby.after(
        (operation, key) -> {
          if (operation.equals("put") && changed.compareAndSet(false, true)) {
            primary.put(KEY, bytes("one"), unheld().withTags(Map.of("team", "new")));
          }
        });

    Outcome copied = converge.run(KEY, Deadlines.FAR);

    assertThat(copied.leftOut().orElseThrow().labels()).doesNotContain("tag Abteilung");
    assertThat(standby.head(KEY).present().orElseThrow().fingerprint().attributes().tags())
        .isEqualTo(Map.of("team", "new"));
  }

  @Test
  void refusesUnheldLabelsWhereTheyMustNotBeLeftOut() {
    Converge strict =
        new Converge(
            primary,
            standby,
            PART,
            ScopeSource.of(Scope.ALL),
            HeldLabels.EVERYTHING,
            Dialect.MINIO);
    primary.put(
        KEY, bytes("one"), Samples.typed("text/html").withTags(Map.of("Abteilung", "Büro")));

    assertThat(strict.run(KEY, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.TAGS_NOT_ACCEPTED, primary.head(KEY)));
    assertThat(standby.head(KEY).present()).isEmpty();
  }

  private static Attributes unheld() {
    return new Attributes(
        new TreeMap<>(
            Map.of(
                "content-type", "text/html",
                "content-language", "größer",
                "content-disposition", "attachment; filename=\"Größe.pdf\"")),
        new TreeMap<>(Map.of("a", "1", "b", "v".repeat(2100), "c", "2")),
        new TreeMap<>(Map.of("Abteilung", "Büro", "team", "web")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
