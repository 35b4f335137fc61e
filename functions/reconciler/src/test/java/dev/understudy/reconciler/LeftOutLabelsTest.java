package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Replicas that lack labels which the standby cannot hold. */
class LeftOutLabelsTest extends ReconcilerFixture {
  private static final ObjectKey KEY = new ObjectKey("a");
  private static final Attributes UNHELD =
      Samples.typed("text/plain").withTags(Map.of("Abteilung", "Büro", "team", "web"));

  private static final ReconcileRequest DEEP = ReconcileRequest.of(Map.of("deep", true));
  private static final ReconcileRequest LIST = ReconcileRequest.of(Map.of("list", "refused"));

  /** As the replicator leaves it: without the label, and with a note. */
  private void copied(String content) {
    PrimaryObject object = primary.put(KEY, content.getBytes(UTF_8), UNHELD);
    HeldLabels.Held held = labels.of(UNHELD);
    put(object.with(held.attributes()), content);
    notes().writeLeftOut(object, held.leftOut(), clock.instant());
  }

  private RefusalNotes notes() {
    return new RefusalNotes(standby, clock, labels);
  }

  private static Map<Count, Long> drift(Summary summary) {
    Map<Count, Long> counts = new TreeMap<>();
    for (Count count :
        List.of(Count.REFUSED, Count.MISSING, Count.STALE, Count.ORPHANED, Count.HINTED)) {
      counts.put(count, summary.counts().get(count));
    }
    counts.values().removeIf(n -> n == 0);
    return counts;
  }

  @Test
  void areEqualAndProved() {
    copied("x");
    replicated("b", "x");
    later();

    Summary summary = run(DEEP, plenty());

    assertThat(drift(summary)).isEmpty();
    Proof proof = summary.watermark().orElseThrow().proof().orElseThrow();
    assertThat(proof.refused()).isZero();
    assertThat(proof.scope()).contains("without labels that the standby cannot hold");
    assertThat(repairs.keys).isEmpty();
  }

  /** What is held is compared as for any replica. */
  @Test
  void areStaleWhereALabelThatIsHeldDiffers() {
    copied("x");
    primary.put(KEY, "x".getBytes(UTF_8), UNHELD.withTags(Map.of("Abteilung", "Büro")));
    later();

    Summary summary = run(DEEP, new Deadline(() -> 900_000, Duration.ofSeconds(60)));

    assertThat(drift(summary)).isEqualTo(Map.of(Count.STALE, 1L, Count.HINTED, 1L));
    assertThat(repairs.keys).containsExactly("a");
  }

  @Test
  void areListedApartFromRefusedObjects() {
    copied("x");
    PrimaryObject other = write("other", "x");
    notes()
        .write(
            other.key(),
            Refusal.CUSTOMER_KEY,
            Optional.of(RefusalNotes.OriginalVersion.of(other)),
            clock.instant());

    Map<String, Object> answer = reconciler().listRefused(LIST);

    assertThat(answer.get("refused").toString())
        .contains("key=other", "customer_key")
        .doesNotContain("key=a");
    assertThat(answer.get("labelsLeftOut").toString())
        .contains("key=a", "tag Abteilung")
        .doesNotContain("key=other");
  }

  @Test
  void keepTheirNoteWhileItIsTrue() {
    copied("x");
    later();
    run(DEEP, plenty());
    assertThat(notes().find(KEY)).as("nothing has changed").isPresent();

    clock.move(Duration.ofSeconds(10));
    primary.put(KEY, "y".getBytes(UTF_8), UNHELD);
    later();
    run(DEEP, plenty());
    assertThat(notes().find(KEY)).as("the next version has the label too").isPresent();
  }

  @Test
  void loseTheirNoteWithTheLabelOrTheObject() {
    copied("x");
    primary.put(KEY, "y".getBytes(UTF_8), Samples.typed("text/plain"));
    later();
    run(DEEP, plenty());
    assertThat(notes().find(KEY)).as("all labels are held").isEmpty();

    notes().writeLeftOut(primary.head(KEY).orElseThrow(), List.of("tag k"), clock.instant());
    primary.delete(KEY);
    later();
    run(DEEP, plenty());
    assertThat(notes().find(KEY)).as("the object is gone").isEmpty();
  }

  /** The note is from before the update, or from an installation that refused. */
  @Test
  void areCopiedThoughTheObjectWasRefusedForItsLabelsBefore() {
    labels = HeldLabels.EVERYTHING;
    PrimaryObject object = primary.put(KEY, "x".getBytes(UTF_8), UNHELD);
    notes()
        .write(
            KEY,
            Refusal.TAGS_NOT_ACCEPTED,
            Optional.of(RefusalNotes.OriginalVersion.of(object)),
            clock.instant());
    later();
    assertThat(drift(run())).isEqualTo(Map.of(Count.REFUSED, 1L));

    labels = HeldLabels.MINIO;
    later();

    assertThat(run().counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("a");
  }
}
