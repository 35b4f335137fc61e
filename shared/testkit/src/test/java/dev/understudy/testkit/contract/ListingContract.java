package dev.understudy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.contract.ContractClient.Entry;
import dev.understudy.testkit.contract.ContractClient.Listing;
import dev.understudy.testkit.contract.ContractClient.Page;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listings, on which the reconciler's merge depends. */
interface ListingContract extends ContractFixture {
  /** In the order of UTF-8 bytes. The order of Java strings would swap the last two. */
  List<String> ORDERED =
      List.of(
          " ",
          "A",
          "B/1",
          "a",
          "a!",
          "a+b c",
          "b-1",
          "b.1",
          "b/1",
          "b/c/1",
          "b0",
          "\u00e9",
          "\uff5e",
          "\ud83d\ude00");

  default void putAll() {
    List<String> keys = new ArrayList<>(ORDERED);
    java.util.Collections.shuffle(keys, new java.util.Random(1));
    keys.forEach(key -> put(bucket(), key, key));
  }

  @Test
  default void listsInTheOrderOfUtf8() {
    putAll();

    Page page = client().list(bucket(), Listing.under(""));

    assertThat(page.keys()).isEqualTo(ORDERED);
    assertThat(page.keyCount()).isEqualTo(ORDERED.size());
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void listsPageByPage() {
    putAll();
    for (int size : List.of(1, 2, 3)) {
      listsPagesOf(size);
    }
  }

  private void listsPagesOf(int size) {
    List<String> walked = new ArrayList<>();
    Listing listing = Listing.under("").pagesOf(size);
    Page page = client().list(bucket(), listing);
    int pages = 1;
    for (; page.next().isPresent(); pages++) {
      assertThat(page.entries()).hasSize(size);
      walked.addAll(page.keys());
      page = client().list(bucket(), listing.continued(page.next().get()));
    }
    walked.addAll(page.keys());

    assertThat(walked).isEqualTo(ORDERED);
    int needed = (ORDERED.size() + size - 1) / size;
    // After a full last page MinIO gives a token for an empty one (measured).
    assertThat(pages).isBetween(needed, ORDERED.size() % size == 0 ? needed + 1 : needed);
  }

  @Test
  default void listsFromAfterAKey() {
    putAll();

    List<String> after = client().list(bucket(), Listing.under("").after("b.1")).keys();
    List<String> afterAbsent = client().list(bucket(), Listing.under("b").after("b-5")).keys();

    assertThat(after).isEqualTo(ORDERED.subList(ORDERED.indexOf("b/1"), ORDERED.size()));
    assertThat(afterAbsent).containsExactly("b.1", "b/1", "b/c/1", "b0");
  }

  @Test
  default void listsUnderAPrefixAndByADelimiter() {
    putAll();

    Page top = client().list(bucket(), Listing.under("").by("/"));
    Page inside = client().list(bucket(), Listing.under("b/").by("/"));

    assertThat(top.commonPrefixes()).containsExactly("B/", "b/");
    assertThat(top.keys()).doesNotContain("b/1", "b/c/1", "B/1").contains("b.1", "b0");
    assertThat(top.keyCount()).isEqualTo(top.keys().size() + 2);
    assertThat(inside.keys()).containsExactly("b/1");
    assertThat(inside.commonPrefixes()).containsExactly("b/c/");
    assertThat(client().list(bucket(), Listing.under("nothing")).entries()).isEmpty();
  }

  @Test
  default void pagesThroughPrefixesOnce() {
    putAll();
    List<String> walked = new ArrayList<>();

    Listing listing = Listing.under("").by("/").pagesOf(1);
    Page page = client().list(bucket(), listing);
    while (true) {
      walked.addAll(page.keys());
      walked.addAll(page.commonPrefixes());
      if (page.next().isEmpty()) {
        break;
      }
      page = client().list(bucket(), listing.continued(page.next().get()));
    }

    assertThat(walked).doesNotHaveDuplicates().contains("b/", "B/").hasSize(ORDERED.size() - 1);
  }

  @Test
  default void showsWhatHeadShows() {
    put(bucket(), "a", "hello");
    StoreAnswer head = client().head(bucket(), "a", NONE, NONE);

    Entry entry = client().list(bucket(), Listing.under("a")).entries().get(0);

    assertThat(entry.etag()).isEqualTo(head.etag());
    assertThat(entry.size()).isEqualTo(5);
    assertThat(entry.modified().truncatedTo(ChronoUnit.SECONDS))
        .isEqualTo(
            ZonedDateTime.parse(
                    head.header("last-modified").orElseThrow(),
                    DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant());
  }
}
