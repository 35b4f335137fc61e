package dev.understudy.cli.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Filter;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.testkit.junit.SmallHeap;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is counted, and how much memory it takes. */
class SurveyTest {
  private static final ETag ETAG = new ETag("9b2cf535f27731c974343645a3985328");

  private final Survey survey = new Survey("", Scope.ALL, Dialect.MINIO, GeneratedListing.NOW);

  private void add(String key, long size, int ageDays) {
    add(key, size, ageDays, "STANDARD");
  }

  private void add(String key, long size, int ageDays, String storageClass) {
    survey.add(
        new ListedObject(
            new ObjectKey(key),
            ETAG,
            size,
            GeneratedListing.NOW.minus(Duration.ofDays(ageDays)),
            storageClass),
        Survey.Held.MISSING);
  }

  private static Map<String, Object> row(List<Map<String, Object>> rows, String name) {
    return rows.stream().filter(row -> row.containsValue(name)).findFirst().orElseThrow();
  }

  /** A quarter of a million prefixes, so that a tally of each would not fit either. */
  @Test
  void aMillionKeysFitIntoAHeapOf64MiB() throws Exception {
    assertThat(SmallHeap.run(GeneratedListing.class))
        .startsWith("{complete=true, listed={keys=1000000, bytes=100000000000,");
  }

  @Test
  void namesTheLargestPrefixesAndCountsTheOthersTogether() {
    add("0-without-prefix", 1, 1);
    for (int i = 0; i < 1000; i++) {
      add("p%04d/a".formatted(i), i, 1);
      add("p%04d/b/c".formatted(i), i, 1);
    }

    List<Map<String, Object>> rows = survey.prefixRows();

    assertThat(rows).hasSize(PrefixTallies.MAX_NAMED + 2);
    assertThat(rows.get(0)).containsEntry("prefix", "p0999/").containsEntry("bytes", 1998L);
    assertThat(rows.get(19)).containsEntry("prefix", "p0980/").containsEntry("keys", 2L);
    assertThat(row(rows, "(others)")).containsEntry("keys", 1960L).containsEntry("bytes", 959_420L);
    assertThat(row(rows, "(no prefix)")).containsEntry("keys", 1L);
  }

  @Test
  void countsOneLevelBelowThePrefix() {
    Survey below = new Survey("site/", Scope.ALL, Dialect.MINIO, GeneratedListing.NOW);
    for (String key : List.of("site/a/1", "site/a/2/3", "site/b")) {
      below.add(
          new ListedObject(new ObjectKey(key), ETAG, 1, GeneratedListing.NOW), Survey.Held.MISSING);
    }

    assertThat(below.prefixRows()).hasSize(2);
    assertThat(row(below.prefixRows(), "site/a/")).containsEntry("keys", 2L);
  }

  @Test
  void countsByTheBoundsOfSizeAndAge() {
    add("empty", 0, 0);
    add("one-put", 8 << 20, 7);
    add("upload", (8 << 20) + 1, 8);
    add("huge", 6L << 30, 2000);

    Classes classes = survey.classes();

    assertThat(row(classes.sizeRows(), "up to 4.0 KiB")).containsEntry("keys", 1L);
    assertThat(row(classes.sizeRows(), "up to 8.0 MiB")).containsEntry("keys", 1L);
    assertThat(row(classes.sizeRows(), "up to 64.0 MiB")).containsEntry("keys", 1L);
    assertThat(row(classes.sizeRows(), "above 5.0 GiB")).containsEntry("bytes", 6L << 30);
    assertThat(row(classes.ageRows(), "within 7 days")).containsEntry("keys", 1L);
    assertThat(row(classes.ageRows(), "within 30 days")).containsEntry("keys", 1L);
    assertThat(row(classes.ageRows(), "earlier")).containsEntry("keys", 1L);
    assertThat(row(survey.scopeRows(), "ReplicateMaxAgeDays=30")).containsEntry("keys", 3L);
    assertThat(row(survey.scopeRows(), "no limit")).containsEntry("keys", 4L);
    assertThat(survey.workload().large().keys()).isEqualTo(2);
    assertThat(survey.workload().parts()).isEqualTo(1 + 96);
  }

  @Test
  void whatTheStandbyCannotHoldIsCountedByReasonAndCostsNothing() {
    add("a//b", 1, 1);
    add("archived", 2, 1, "GLACIER");
    add("directory/", (8 << 20) + 1, 1);
    add(".origin/health", 3, 1);

    assertThat(survey.refusedRows())
        .extracting(row -> row.get("reason"))
        .containsExactly("reserved_key", "empty_segment", "archived", "directory_too_large");
    assertThat(survey.missing().keys()).isZero();
    assertThat(survey.prefixRows()).isEmpty();
  }

  @Test
  void theStandbysDialectDecidesWhatItRefuses() {
    EnumSet<Dialect.Feature> features = EnumSet.allOf(Dialect.Feature.class);
    features.remove(Dialect.Feature.FOLDER_CONTENT);
    Survey lesser = new Survey("", Scope.ALL, new Dialect(features), GeneratedListing.NOW);
    lesser.add(
        new ListedObject(new ObjectKey("folder/"), ETAG, 1, GeneratedListing.NOW),
        Survey.Held.MISSING);

    assertThat(row(lesser.refusedRows(), "folder_content")).containsEntry("keys", 1L);
  }

  @Test
  void theScopeLimitsTheBackfillButNotWhatIsShown() {
    Scope scope = Scope.of(List.of("site/"), Optional.of(Duration.ofDays(30)));
    Survey scoped = new Survey("", scope, Dialect.MINIO, GeneratedListing.NOW);
    for (Survey.Held held : Survey.Held.values()) {
      for (String key : List.of("other/1", "site/new", "site/old")) {
        int age = key.endsWith("old") ? 40 : 1;
        scoped.add(
            new ListedObject(
                new ObjectKey(key), ETAG, 1, GeneratedListing.NOW.minus(Duration.ofDays(age))),
            held);
      }
    }

    assertThat(scoped.listed().keys()).isEqualTo(9);
    assertThat(scoped.workload().listed().keys()).isEqualTo(6);
    assertThat(scoped.missing().keys()).as("the old one gets no replica").isEqualTo(1);
    assertThat(scoped.stale().keys()).as("the old one is updated").isEqualTo(2);
    assertThat(scoped.workload().inScope().keys()).isEqualTo(5);
  }

  @Test
  void showsWhatAFilterWouldEvict() {
    String filter = "- *.tmp\nmax-size: 4B\nstorage-class: STANDARD\nevict: true";
    Scope planned = Scope.ALL.with(Filter.parse(filter.getBytes(UTF_8)));
    Survey narrowed = new Survey("", Scope.ALL, planned, Dialect.MINIO, GeneratedListing.NOW);
    for (Survey.Held held : Survey.Held.values()) {
      narrowed.add(listed("a.tmp", 1, "STANDARD"), held);
      narrowed.add(listed("large", 5, "STANDARD"), held);
      narrowed.add(listed("archived", 2, "DEEP_ARCHIVE"), held);
      narrowed.add(listed("stays", 3, "STANDARD"), held);
    }

    assertThat(row(narrowed.changeRows(), "outside, with a replica that is deleted"))
        .containsEntry("keys", 6L)
        .containsEntry("bytes", 16L);
    assertThat(row(narrowed.changeRows(), "outside, with a replica that stays"))
        .containsEntry("keys", 0L);
    assertThat(narrowed.workload().inScope().keys()).isEqualTo(3);
    assertThat(narrowed.stale().keys()).isEqualTo(1);
    assertThat(narrowed.missing().keys()).isEqualTo(1);
  }

  private static ListedObject listed(String key, long size, String storageClass) {
    return new ListedObject(new ObjectKey(key), ETAG, size, GeneratedListing.NOW, storageClass);
  }

  @Test
  void endsEarlyWithWhatWasCounted() {
    AtomicInteger asked = new AtomicInteger();

    boolean complete =
        GeneratedListing.run(survey, new GeneratedListing(1_000_000, 1))
            .run(() -> asked.incrementAndGet() > 1500, line -> {});

    assertThat(complete).isFalse();
    assertThat(survey.listed().keys()).isEqualTo(1500);
    assertThat(GeneratedListing.report(survey, complete, 0)).containsEntry("complete", false);
  }

  @Test
  void keepsWhatWasCountedIfTheListingFails() {
    GeneratedListing keys = new GeneratedListing(5000, 1);
    Listing failing =
        (at, limit) -> {
          if (at.token().isPresent()) {
            throw new StoreException.Unavailable("The store is not reachable", false, null);
          }
          return keys.page(at, limit);
        };

    assertThatThrownBy(() -> GeneratedListing.run(survey, failing).run(() -> false, line -> {}))
        .isInstanceOf(StoreException.class);
    assertThat(survey.listed().keys()).isEqualTo(1000);
  }
}
