package dev.understudy.cli.failback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.emulators.s3.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What each kind of difference leads to, on a standby with versions. */
class FailbackTest {
  private static final Set<String> WRITES = Set.of("PutObject", "DeleteObject");

  @TempDir Path folder;

  private TwoSides sides;

  @BeforeEach
  void start() {
    sides = new TwoSides(true);
  }

  @AfterEach
  void stop() {
    sides.close();
  }

  private Path report() {
    return folder.resolve("report.jsonl");
  }

  private void replicated(String key, String content) throws Exception {
    sides.write(sides.primary, key, content);
    sides.replicate(key);
  }

  private Map<Verdict, Long> plan() throws Exception {
    return sides.plan(report()).keys();
  }

  private Map<Verdict, Long> apply() throws Exception {
    return sides.apply(report(), new Decisions()).keys();
  }

  private Optional<String> primary(String key) {
    return sides.read(sides.primary, key);
  }

  @Test
  void copiesWhatWritersCreatedAndChangedAndDeletesWhatTheyDeleted() throws Exception {
    replicated("changed", "before");
    replicated("deleted", "before");
    replicated("untouched", "before");
    sides.promote();
    sides.write(sides.standby, "changed", "by a writer");
    sides.write(sides.standby, "created", "by a writer");
    sides.delete(sides.standby, "deleted");

    assertThat(plan()).isEqualTo(Map.of(Verdict.EQUAL, 1L, Verdict.COPY, 2L, Verdict.DELETE, 1L));
    assertThat(primary("changed")).as("after the plan").contains("before");
    assertThat(apply())
        .isEqualTo(Map.of(Verdict.EQUAL, 1L, Verdict.COPIED, 2L, Verdict.DELETED, 1L));

    assertThat(primary("changed")).contains("by a writer");
    assertThat(primary("created")).contains("by a writer");
    assertThat(primary("deleted")).isEmpty();
    assertThat(sides.plan(report()).isLeft()).isFalse();
  }

  @Test
  void leavesWhatOnlyThePrimaryChangedToTheReplicator() throws Exception {
    replicated("newer", "before");
    replicated("gone", "before");
    sides.write(sides.primary, "never replicated", "before");
    sides.promote();
    sides.write(sides.primary, "newer", "after");
    sides.delete(sides.primary, "gone");

    assertThat(apply()).isEqualTo(Map.of(Verdict.PRIMARY_NEWER, 2L, Verdict.NOT_REPLICATED, 1L));
    assertThat(primary("newer")).contains("after");
    assertThat(primary("gone")).isEmpty();
  }

  @Test
  void decidesNoConflict() throws Exception {
    replicated("both changed", "before");
    replicated("deleted here", "before");
    replicated("deleted there", "before");
    sides.write(sides.primary, "not replicated", "before");
    sides.promote();
    for (String key : List.of("both changed", "deleted here", "not replicated", "both created")) {
      sides.write(sides.standby, key, "by a writer");
    }
    sides.delete(sides.standby, "deleted there");
    sides.write(sides.primary, "both changed", "elsewhere");
    sides.write(sides.primary, "deleted there", "elsewhere");
    sides.write(sides.primary, "both created", "elsewhere");
    sides.delete(sides.primary, "deleted here");

    FailbackResult result = sides.apply(report(), new Decisions());

    assertThat(result.keys()).isEqualTo(Map.of(Verdict.CONFLICT, 5L));
    assertThat(result.isLeft()).isTrue();
    assertThat(result.rows())
        .anySatisfy(
            row ->
                assertThat(row)
                    .containsEntry("key", "deleted there")
                    .containsEntry("standby", "no object")
                    .containsEntry("detail", "writers deleted it, and the primary changed it"));
    assertThat(primary("both changed")).contains("elsewhere");
    assertThat(primary("both created")).contains("elsewhere");
    assertThat(primary("deleted here")).isEmpty();
    assertThat(primary("deleted there")).contains("elsewhere");
    assertThat(primary("not replicated")).contains("before");
  }

  @Test
  void doesWhatAPersonDecides() throws Exception {
    for (String key : List.of("take", "keep", "delete")) {
      replicated(key, "before");
    }
    sides.promote();
    for (String key : List.of("take", "keep", "delete")) {
      sides.write(sides.primary, key, "elsewhere");
    }
    sides.write(sides.standby, "take", "by a writer");
    sides.write(sides.standby, "keep", "by a writer");
    sides.delete(sides.standby, "delete");
    Path file = folder.resolve("decisions.jsonl");
    Files.writeString(
        file,
        """
        {"key":"take","take":"standby"}

        {"key":"keep","take":"primary"}
        {"key":"delete","take":"standby"}
        """);
    Decisions decisions = new Decisions();
    decisions.addAll(file);

    assertThat(sides.apply(report(), decisions).keys())
        .isEqualTo(Map.of(Verdict.COPIED, 1L, Verdict.PRIMARY_KEPT, 1L, Verdict.DELETED, 1L));
    assertThat(primary("take")).contains("by a writer");
    assertThat(primary("keep")).contains("elsewhere");
    assertThat(primary("delete")).isEmpty();
    assertThat(sides.plan(report()).isLeft()).as("the report remembers what was kept").isFalse();

    sides.write(sides.primary, "keep", "later");
    assertThat(plan()).as("a new change is a new conflict").containsEntry(Verdict.CONFLICT, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON", "{\"key\":\"a\"}", "{\"key\":\"a\",\"take\":\"both\"}"})
  void namesADecisionThatIsWrong(String line) throws Exception {
    Path file = Files.writeString(folder.resolve("decisions.jsonl"), line);

    assertThatThrownBy(() -> new Decisions().addAll(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(line);
  }

  @Test
  void aWriteToThePrimaryDuringTheCopyIsAConflict() throws Exception {
    replicated("raced", "before");
    sides.promote();
    sides.write(sides.standby, "raced", "by a writer");
    sides.write(sides.standby, "created", "by a writer");
    Set<String> raced = ConcurrentHashMap.newKeySet();
    sides.primaryServer.faults(
        (operation, bucket, key) -> {
          if (operation.equals("PutObject") && raced.add(key)) {
            sides.primary.putObject(
                r -> r.bucket(bucket).key(key), RequestBody.fromString("elsewhere"));
          }
          return Fault.NONE;
        });

    assertThat(apply()).containsEntry(Verdict.CONFLICT, 2L).doesNotContainKey(Verdict.COPIED);
    assertThat(primary("raced")).contains("elsewhere");
    assertThat(primary("created")).contains("elsewhere");
    assertThat(report()).content().contains("a side changed while it was copied");
  }

  @Test
  void aWriteWithoutAResponseIsNoConflict() throws Exception {
    replicated("deleted", "before");
    sides.promote();
    sides.write(sides.standby, "created", "by a writer");
    sides.delete(sides.standby, "deleted");
    AtomicInteger writes = new AtomicInteger();
    sides.primaryServer.faults(
        (operation, bucket, key) ->
            WRITES.contains(operation) && writes.incrementAndGet() <= 2
                ? Fault.swallow()
                : Fault.NONE);

    apply();

    assertThat(primary("created")).contains("by a writer");
    assertThat(primary("deleted")).isEmpty();
    assertThat(sides.plan(report()).isLeft()).isFalse();
  }

  @Test
  void keepsHeadersMetadataTagsAndParts() throws Exception {
    sides.promote();
    sides.standby.putObject(
        r ->
            r.bucket(TwoSides.BUCKET)
                .key("labels")
                .contentType("text/css")
                .cacheControl("max-age=60")
                .contentEncoding("gzip")
                .expires(Instant.parse("2027-01-01T00:00:00Z"))
                .metadata(Map.of("owner", "team a"))
                .tagging("class=public&a%2Bb=c%3Dd"),
        RequestBody.fromString("body {}"));
    upload("large");

    assertThat(apply()).containsEntry(Verdict.COPIED, 2L);

    PrimaryObject labels = head("labels");
    assertThat(labels.fingerprint())
        .isEqualTo(
            sides
                .stores
                .standby()
                .head(new ObjectKey("labels"))
                .present()
                .orElseThrow()
                .fingerprint());
    assertThat(labels.fingerprint().attributes().tags()).containsEntry("a+b", "c=d");
    assertThat(labels.fingerprint().attributes().headers())
        .containsEntry("cache-control", "max-age=60");
    assertThat(head("large").fingerprint().etag().value()).endsWith("-2");
    assertThat(sides.plan(report()).keys()).isEqualTo(Map.of(Verdict.EQUAL, 2L));
  }

  private PrimaryObject head(String key) {
    return sides.stores.primary().head(new ObjectKey(key)).orElseThrow();
  }

  /** Parts of 5 MiB and of 3 bytes. */
  private void upload(String key) {
    String id =
        sides.standby.createMultipartUpload(r -> r.bucket(TwoSides.BUCKET).key(key)).uploadId();
    List<CompletedPart> parts = List.of(part(key, id, 1, 5 << 20), part(key, id, 2, 3));
    sides.standby.completeMultipartUpload(
        r ->
            r.bucket(TwoSides.BUCKET)
                .key(key)
                .uploadId(id)
                .multipartUpload(completed -> completed.parts(parts)));
  }

  private CompletedPart part(String key, String upload, int number, int size) {
    String etag =
        sides
            .standby
            .uploadPart(
                r -> r.bucket(TwoSides.BUCKET).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(new byte[size]))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  @Test
  void aChangeOfTagsAloneIsFoundWithDeepAndNotDecided() throws Exception {
    replicated("tagged", "before");
    sides.promote();
    sides.standby.putObjectTagging(
        r ->
            r.bucket(TwoSides.BUCKET)
                .key("tagged")
                .tagging(
                    Tagging.builder().tagSet(Tag.builder().key("a").value("b").build()).build()));

    assertThat(plan()).isEqualTo(Map.of(Verdict.EQUAL, 1L));
    try (Journal journal = Journal.read(report())) {
      assertThat(sides.failback(journal, true).plan(() -> false, line -> {}).keys())
          .isEqualTo(Map.of(Verdict.CONFLICT, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c%20d&e", "größe/😀.txt", "line\nbreak", "<Key>&amp;", "a\u001b[2J"})
  void hostileKeysAreCopiedUnderTheirNames(String key) throws Exception {
    replicated(key, "before");
    replicated(key + "-deleted", "before");
    sides.promote();
    sides.write(sides.standby, key, "by a writer");
    sides.delete(sides.standby, key + "-deleted");

    assertThat(apply()).isEqualTo(Map.of(Verdict.COPIED, 1L, Verdict.DELETED, 1L));
    assertThat(primary(key)).contains("by a writer");
  }

  @Test
  void oneKeyThatFailsDoesNotStopTheOthers() throws Exception {
    sides.promote();
    sides.write(sides.standby, "denied", "by a writer");
    sides.write(sides.standby, "written", "by a writer");
    sides.primaryServer.faults(
        (operation, bucket, key) ->
            operation.equals("PutObject") && key.equals("denied")
                ? Fault.refuse(403, "AccessDenied")
                : Fault.NONE);

    assertThat(apply()).isEqualTo(Map.of(Verdict.FAILED, 1L, Verdict.COPIED, 1L));
    assertThat(Files.readString(report(), UTF_8)).contains("Status Code: 403");

    sides.primaryServer.faults((operation, bucket, key) -> Fault.NONE);
    assertThat(apply()).isEqualTo(Map.of(Verdict.COPIED, 1L, Verdict.EQUAL, 1L));
  }

  @Test
  void withoutVersionsNothingIsOverwrittenOrDeleted() throws Exception {
    sides.close();
    sides = new TwoSides(false);
    replicated("changed", "before");
    replicated("deleted", "before");
    sides.promote();
    sides.write(sides.standby, "changed", "by a writer");
    sides.write(sides.standby, "created", "by a writer");
    sides.delete(sides.standby, "deleted");

    assertThat(apply())
        .isEqualTo(Map.of(Verdict.CONFLICT, 1L, Verdict.COPIED, 1L, Verdict.NOT_REPLICATED, 1L));
    assertThat(primary("changed")).contains("before");
    assertThat(primary("deleted")).contains("before");
    assertThat(primary("created")).contains("by a writer");
  }
}
