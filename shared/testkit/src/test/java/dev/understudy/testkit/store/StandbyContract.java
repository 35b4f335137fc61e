package dev.understudy.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the converge procedure rests on, for every standby that keeps stamps. Each test has a store
 * of its own.
 */
public abstract class StandbyContract {
  protected static final Instant T = Instant.parse("2026-03-01T12:00:20.250Z");
  protected static final ObjectKey KEY = new ObjectKey("a/b c+d.txt");
  private static final Condition ABSENT = new Condition.Absent();

  /** An empty standby. */
  protected abstract Standby standby();

  /** What a reader of the standby gets. */
  protected abstract Optional<byte[]> read(ObjectKey key);

  @Test
  public void showsNothingForAKeyThatNeverWas() {
    assertThat(standby().head(KEY)).isInstanceOf(Replica.Absent.class);
  }

  @Test
  public void keepsBytesEtagTimeAndEveryAttribute() {
    Fingerprint fingerprint = fingerprint("one", "given-etag-3", attributes());

    WriteResult result = standby().put(KEY, bytes("one"), Optional.empty(), fingerprint, ABSENT, T);

    assertThat(result).isEqualTo(WriteResult.WRITTEN);
    Replica.Present replica = present();
    assertThat(replica.fingerprint()).isEqualTo(fingerprint);
    assertThat(replica.lastModified()).isEqualTo(Instant.parse("2026-03-01T12:00:20Z"));
    assertThat(standby().timeOf(KEY, replica.versionId().orElseThrow())).isEqualTo(T);
    assertThat(read(KEY)).hasValue(bytes("one"));
  }

  @Test
  public void storesNothingUnderAWrongChecksum() {
    for (Checksum.Algorithm algorithm : Checksum.Algorithm.values()) {
      ObjectKey key = new ObjectKey("checked/" + algorithm);

      assertThatThrownBy(() -> putChecked(key, Checksums.of(algorithm, bytes("two"))))
          .as("wrong %s", algorithm)
          .isInstanceOf(StoreException.Corrupt.class);
      assertThat(standby().head(key)).isInstanceOf(Replica.Absent.class);

      assertThat(putChecked(key, Checksums.of(algorithm, bytes("one"))))
          .as("right %s", algorithm)
          .isEqualTo(WriteResult.WRITTEN);
      assertThat(standby().head(key).present()).isPresent();
    }
  }

  private WriteResult putChecked(ObjectKey key, Checksum checksum) {
    return standby()
        .put(
            key, bytes("one"), Optional.of(checksum), fingerprint("one", "e1", plain()), ABSENT, T);
  }

  @Test
  public void keepsAnEmptyObject() {
    put("", "empty", ABSENT, T);

    assertThat(present().fingerprint().size()).isZero();
    assertThat(read(KEY)).hasValue(new byte[0]);
  }

  @Test
  public void dropsAttributesThatANewWriteDoesNotName() {
    Fingerprint rich = fingerprint("one", "e1", attributes());
    standby().put(KEY, bytes("one"), Optional.empty(), rich, ABSENT, T);

    Fingerprint plain = fingerprint("one", "e2", plain());
    standby()
        .put(
            KEY,
            bytes("one"),
            Optional.empty(),
            plain,
            new Condition.Matches(rich.etag()),
            after(1));

    assertThat(present().fingerprint()).isEqualTo(plain);
  }

  /** Callers leave these labels out, so that the object itself is not refused. */
  @Test
  public void refusesLabelsThatItCannotHold() {
    Attributes plain = plain();
    Map<Refusal, Attributes> refused =
        Map.of(
            Refusal.TAGS_NOT_ACCEPTED, plain.withTags(Map.of("Abteilung", "Büro")),
            Refusal.METADATA_TOO_LARGE, labelled(plain.headers(), Map.of("k", "v".repeat(2048))),
            Refusal.HEADER_NOT_ASCII, labelled(Map.of("content-language", "Größe"), Map.of()));

    refused.forEach(
        (reason, attributes) -> {
          Fingerprint fingerprint = fingerprint("one", "e1", attributes);
          assertThatExceptionOfType(StoreException.Refused.class)
              .isThrownBy(
                  () -> standby().put(KEY, bytes("one"), Optional.empty(), fingerprint, ABSENT, T))
              .matches(e -> e.reason() == reason);
          assertThatExceptionOfType(StoreException.Refused.class)
              .isThrownBy(() -> standby().createUpload(KEY, fingerprint))
              .matches(e -> e.reason() == reason);
        });
    assertThat(standby().head(KEY).present()).isEmpty();
  }

  private static Attributes labelled(Map<String, String> headers, Map<String, String> metadata) {
    return new Attributes(new TreeMap<>(headers), new TreeMap<>(metadata), new TreeMap<>());
  }

  /** As much as one request carries, names and values near each limit. */
  @Test
  public void keepsAllThatHeldLabelsSaysThatItHolds() {
    Map<String, String> metadata = new TreeMap<>();
    Map<String, String> tags = new TreeMap<>();
    for (int i = 10; i < 60; i++) {
      metadata.put("k" + i, "v".repeat(60));
      tags.put("t" + i + "/".repeat(100), "/".repeat(200));
    }
    Map<String, String> headers =
        Map.of(
            "content-type", "text/plain",
            "cache-control", "max-age=1,".repeat(150),
            "content-disposition", "attachment; filename=\"Größe.pdf\"");
    HeldLabels.Held held = HeldLabels.MINIO.of(labelled(headers, metadata).withTags(tags));
    Fingerprint fingerprint = fingerprint("one", "e1", held.attributes());

    WriteResult result = standby().put(KEY, bytes("one"), Optional.empty(), fingerprint, ABSENT, T);

    assertThat(result).isEqualTo(WriteResult.WRITTEN);
    assertThat(held.leftOut()).isNotEmpty();
    assertThat(held.attributes().tags()).isNotEmpty();
    assertThat(present().fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  public void writesOnlyWhereTheConditionHolds() {
    assertThat(put("one", "e1", new Condition.Matches(new ETag("e0")), T))
        .isEqualTo(WriteResult.CONDITION_FAILED);
    assertThat(put("one", "e1", ABSENT, T)).isEqualTo(WriteResult.WRITTEN);
    assertThat(put("two", "e2", ABSENT, after(1))).isEqualTo(WriteResult.CONDITION_FAILED);
    assertThat(put("two", "e2", new Condition.Matches(new ETag("e0")), after(1)))
        .isEqualTo(WriteResult.CONDITION_FAILED);
    assertThat(read(KEY)).hasValue(bytes("one"));

    assertThat(put("two", "e2", new Condition.Matches(new ETag("e1")), after(1)))
        .isEqualTo(WriteResult.WRITTEN);
    assertThat(read(KEY)).hasValue(bytes("two"));
  }

  @Test
  public void placesALatePutBelowWhatIsNewer() {
    put("new", "e2", ABSENT, T);

    WriteResult result = put("old", "e1", new Condition.Matches(new ETag("e2")), after(-10_000));

    assertThat(result).isEqualTo(WriteResult.WRITTEN);
    assertThat(read(KEY)).hasValue(bytes("new"));
  }

  @Test
  public void placesALateDeleteBelowWhatIsNewer() {
    put("new", "e2", ABSENT, T);

    standby().delete(KEY, new ETag("e2"), after(-1));

    assertThat(read(KEY)).hasValue(bytes("new"));
  }

  @Test
  public void hidesADeletedKeyUnderAMarkerThatBearsItsTime() {
    put("one", "e1", ABSENT, T);

    standby().delete(KEY, new ETag("e1"), after(1));

    Replica replica = standby().head(KEY);
    assertThat(replica).isInstanceOf(Replica.Marker.class);
    assertThat(standby().timeOf(KEY, ((Replica.Marker) replica).versionId())).isEqualTo(after(1));
    assertThat(read(KEY)).isEmpty();
  }

  @Test
  public void keepsAKeyDeletedWhenAPutFromBeforeTheDeleteArrives() {
    put("one", "e1", ABSENT, T);
    standby().delete(KEY, new ETag("e1"), after(1));

    assertThat(put("one", "e1", ABSENT, T)).isEqualTo(WriteResult.WRITTEN);
    assertThat(standby().head(KEY)).isInstanceOf(Replica.Marker.class);

    put("back", "e3", ABSENT, after(3));
    assertThat(read(KEY)).hasValue(bytes("back"));
  }

  @Test
  public void showsTheLaterArrivalOfTwoWithOneTime() {
    put("one", "e1", ABSENT, T);
    put("two", "e2", new Condition.Matches(new ETag("e1")), T);
    assertThat(read(KEY)).hasValue(bytes("two"));

    standby().delete(KEY, new ETag("e2"), T);
    assertThat(read(KEY)).isEmpty();
  }

  @Test
  public void deletesWhatIsNotThereWithoutAnError() {
    standby().delete(KEY, new ETag("e1"), T);

    assertThat(read(KEY)).isEmpty();
  }

  @Test
  public void showsAnUploadOnlyOnceItIsCompleted() {
    String content = "x".repeat(5 << 20) + "tail";
    Fingerprint fingerprint = fingerprint(content, "whole-2", attributes());
    String upload = standby().createUpload(KEY, fingerprint);
    List<Standby.Part> parts =
        List.of(
            part(upload, 1, content.substring(0, 5 << 20)),
            part(upload, 2, content.substring(5 << 20)));
    assertThat(read(KEY)).isEmpty();

    WriteResult result = standby().complete(KEY, upload, parts, ABSENT, T);

    assertThat(result).isEqualTo(WriteResult.WRITTEN);
    assertThat(present().fingerprint()).isEqualTo(fingerprint);
    assertThat(standby().timeOf(KEY, present().versionId().orElseThrow())).isEqualTo(T);
    assertThat(read(KEY)).hasValue(bytes(content));
    assertThat(standby().complete(KEY, upload, parts, ABSENT, T))
        .as("completed again")
        .isEqualTo(WriteResult.CONDITION_FAILED);
  }

  @Test
  public void copiesPartsOfTheCurrentObject() {
    String content = "a".repeat(5 << 20) + "tail";
    Fingerprint old = fingerprint(content, "whole-2", plain());
    standby().put(KEY, bytes(content), Optional.empty(), old, ABSENT, T);
    String upload = standby().createUpload(KEY, fingerprint(content, "whole-2", attributes()));

    Standby.Part first = copied(upload, 1, 0, 5 << 20).orElseThrow();
    Standby.Part last = copied(upload, 2, 5 << 20, 4).orElseThrow();
    WriteResult result =
        standby()
            .complete(
                KEY, upload, List.of(first, last), new Condition.Matches(old.etag()), after(2));

    assertThat(result).isEqualTo(WriteResult.WRITTEN);
    assertThat(new ETag(last.etag())).isEqualTo(new ETag(ObjectETags.md5(bytes("tail"))));
    assertThat(present().fingerprint()).isEqualTo(fingerprint(content, "whole-2", attributes()));
    assertThat(standby().timeOf(KEY, present().versionId().orElseThrow())).isEqualTo(after(2));
    assertThat(read(KEY)).hasValue(bytes(content));
  }

  @Test
  public void copiesNoPartOfAnotherObject() {
    String upload = standby().createUpload(KEY, fingerprint("one", "whole-2", plain()));

    assertThat(copied(upload, 1, 0, 3)).as("no object").isEmpty();
    put("one", "e1", ABSENT, T);
    assertThat(copied(upload, 1, 0, 3)).as("another ETag").isEmpty();
    standby().delete(KEY, new ETag("e1"), after(1));
    assertThat(copied(upload, 1, 0, 3)).as("a delete marker").isEmpty();

    assertThat(standby().parts(KEY, upload)).hasValue(List.of());
    standby().abort(KEY, upload);
  }

  private Optional<Standby.Part> copied(String upload, int number, long from, long length) {
    return standby().copyPart(KEY, upload, number, from, length, new ETag("whole-2"));
  }

  @Test
  public void completesAnUploadOnlyWhereTheConditionHolds() {
    Fingerprint fingerprint = fingerprint("part", "e2", plain());
    String upload = standby().createUpload(KEY, fingerprint);
    List<Standby.Part> parts = List.of(part(upload, 1, "part"));
    put("one", "e1", ABSENT, T);

    assertThat(standby().complete(KEY, upload, parts, ABSENT, after(1)))
        .isEqualTo(WriteResult.CONDITION_FAILED);
    assertThat(read(KEY)).hasValue(bytes("one"));

    Condition matches = new Condition.Matches(new ETag("e1"));
    assertThat(standby().complete(KEY, upload, parts, matches, after(1)))
        .isEqualTo(WriteResult.WRITTEN);
    assertThat(read(KEY)).hasValue(bytes("part"));
  }

  @Test
  public void listsTheStoredPartsOfAnUpload() {
    String upload = standby().createUpload(KEY, fingerprint("part", "e1", plain()));
    assertThat(standby().parts(KEY, upload)).hasValue(List.of());
    Standby.Part second = part(upload, 2, "tail");
    part(upload, 1, "replaced");
    Standby.Part first = part(upload, 1, "first");

    assertThat(standby().parts(KEY, upload).orElseThrow())
        .usingElementComparator(
            Comparator.comparingInt(Standby.Part::number)
                .thenComparingLong(Standby.Part::length)
                .thenComparing(part -> part.etag().replace("\"", "")))
        .containsExactly(first, second);

    standby().abort(KEY, upload);
    assertThat(standby().parts(KEY, upload)).isEmpty();
  }

  @Test
  public void readsASmallObjectWhole() {
    assertThat(standby().read(KEY)).isEmpty();

    put("one", "e1", ABSENT, T);
    assertThat(standby().read(KEY)).hasValue(bytes("one"));

    standby().delete(KEY, new ETag("e1"), after(1));
    assertThat(standby().read(KEY)).isEmpty();
  }

  @Test
  public void forgetsAnAbortedUpload() {
    String upload = standby().createUpload(KEY, fingerprint("part", "e1", plain()));
    List<Standby.Part> parts = List.of(part(upload, 1, "part"));

    standby().abort(KEY, upload);
    standby().abort(KEY, upload);

    assertThat(standby().complete(KEY, upload, parts, ABSENT, T))
        .isEqualTo(WriteResult.CONDITION_FAILED);
  }

  private Standby.Part part(String upload, int number, String content) {
    return standby()
        .uploadPart(
            KEY, upload, number, content.length(), () -> new ByteArrayInputStream(bytes(content)));
  }

  private WriteResult put(String content, String etag, Condition condition, Instant stamp) {
    return standby()
        .put(
            KEY,
            bytes(content),
            Optional.empty(),
            fingerprint(content, etag, plain()),
            condition,
            stamp);
  }

  private Replica.Present present() {
    return standby().head(KEY).present().orElseThrow();
  }

  private static Instant after(long millis) {
    return T.plus(Duration.ofMillis(millis));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Fingerprint fingerprint(String content, String etag, Attributes attributes) {
    return new Fingerprint(new ETag(etag), bytes(content).length, attributes);
  }

  private static Attributes plain() {
    return Samples.typed("text/plain");
  }

  private static Attributes attributes() {
    return new Attributes(
        new TreeMap<>(
            Map.of(
                "cache-control", "public, max-age=60",
                "content-disposition", "attachment; filename=\"a b.txt\"",
                "content-encoding", "identity",
                "content-language", "de, en",
                "content-type", "text/plain; charset=utf-8",
                "expires", "Wed, 21 Oct 2026 07:28:00 GMT")),
        new TreeMap<>(Map.of("owner", "site team", "with-dash", "1", "with_underscore", "2")),
        new TreeMap<>(Map.of("project", "a b+c/d=e", "empty", "")));
  }
}
