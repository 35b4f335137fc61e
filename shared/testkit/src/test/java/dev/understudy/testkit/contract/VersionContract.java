package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static dev.understudy.testkit.contract.ContractFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.contract.ContractClient.Entry;
import dev.understudy.testkit.contract.ContractClient.Listing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions and delete markers. */
interface VersionContract extends ContractFixture {

  @Test
  default void keepsOlderVersions() {
    String one = put(versioned(), "a", "one").versionId();
    String two = put(versioned(), "a", "two").versionId();

    assertThat(one).isNotEmpty().isNotEqualTo(two);
    StoreAnswer current = client().get(versioned(), "a", NONE, NONE);
    assertThat(text(current)).isEqualTo("two");
    assertThat(current.versionId()).isEqualTo(two);
    assertThat(text(client().get(versioned(), "a", NONE, Map.of("versionId", one))))
        .isEqualTo("one");
    assertThat(client().list(versioned(), Listing.under("")).keys()).containsExactly("a");
    List<Entry> versions = client().versions(versioned(), "a");
    assertThat(versions).extracting(Entry::versionId).containsExactly(two, one);
    assertThat(versions).extracting(Entry::latest).containsExactly(true, false);
    assertThat(versions).extracting(Entry::etag).contains(ExpectedDigests.etag(bytes("one")));
  }

  @Test
  default void hidesADeletedKeyBehindAMarker() {
    String one = put(versioned(), "a", "one").versionId();

    StoreAnswer deleted = client().delete(versioned(), "a", NONE, NONE);

    assertThat(deleted.header("x-amz-delete-marker")).contains("true");
    StoreErrorException gone = refused(404, "NoSuchKey", () -> read(versioned(), "a"));
    assertThat(gone.headers())
        .containsEntry("x-amz-delete-marker", "true")
        .containsEntry("x-amz-version-id", deleted.versionId())
        .doesNotContainKey("last-modified");
    assertThat(refused(404, "", () -> client().head(versioned(), "a", NONE, NONE)).headers())
        .containsEntry("x-amz-delete-marker", "true");
    assertThat(client().list(versioned(), Listing.under("")).entries()).isEmpty();
    assertThat(text(client().get(versioned(), "a", NONE, Map.of("versionId", one))))
        .isEqualTo("one");
    assertThat(client().versions(versioned(), "a").stream().filter(Entry::marker))
        .singleElement()
        .satisfies(
            marker -> {
              assertThat(marker.versionId()).isEqualTo(deleted.versionId());
              assertThat(marker.latest()).isTrue();
            });
  }

  @Test
  default void tellsAKeyThatNeverWasFromADeletedOne() {
    StoreErrorException never = refused(404, "NoSuchKey", () -> read(versioned(), "never"));

    assertThat(never.headers()).doesNotContainKeys("x-amz-delete-marker", "x-amz-version-id");
  }

  @Test
  default void doesNotReadAMarker() {
    put(versioned(), "a", "one");
    Map<String, String> marker =
        Map.of("versionId", client().delete(versioned(), "a", NONE, NONE).versionId());

    StoreErrorException refusal =
        refused(405, "MethodNotAllowed", () -> client().get(versioned(), "a", NONE, marker));

    assertThat(refusal.headers()).containsEntry("x-amz-delete-marker", "true");
    refused(405, "", () -> client().head(versioned(), "a", NONE, marker));
  }

  @Test
  default void bringsAKeyBackWhenItsMarkerIsDeleted() {
    put(versioned(), "a", "one");
    String marker = client().delete(versioned(), "a", NONE, NONE).versionId();

    StoreAnswer deleted = client().delete(versioned(), "a", NONE, Map.of("versionId", marker));

    assertThat(deleted.versionId()).isEqualTo(marker);
    assertThat(deleted.header("x-amz-delete-marker")).contains("true");
    assertThat(read(versioned(), "a")).isEqualTo("one");
  }

  @Test
  default void deletesOneVersionForGood() {
    String one = put(versioned(), "a", "one").versionId();
    String two = put(versioned(), "a", "two").versionId();

    client().delete(versioned(), "a", NONE, Map.of("versionId", two));

    assertThat(read(versioned(), "a")).isEqualTo("one");
    refused(
        404, "NoSuchVersion", () -> client().get(versioned(), "a", NONE, Map.of("versionId", two)));
    assertThat(client().versions(versioned(), "a"))
        .extracting(Entry::versionId)
        .containsExactly(one);
  }

  @Test
  default void listsVersionsOfKeysInOrder() {
    List.of("b", "a", "a/b", "\ud83d\ude00", "\uff5e").forEach(k -> put(versioned(), k, "1"));
    put(versioned(), "b", "2");

    assertThat(client().versions(versioned(), "").stream().map(Entry::key).distinct())
        .containsSubsequence("a", "b", "\uff5e", "\ud83d\ude00");
    assertThat(client().versions(versioned(), "b"))
        .extracting(Entry::key)
        .containsExactly("b", "b");
  }

  /** Amazon S3 adds a delete marker on every delete, even of a key that never existed. */
  @Test
  default void marksEveryDelete() {
    String never = client().delete(versioned(), "never", NONE, NONE).versionId();
    String again = client().delete(versioned(), "never", NONE, NONE).versionId();

    assertThat(never).isNotEmpty().isNotEqualTo(again);
    assertThat(client().versions(versioned(), "")).hasSize(2).allMatch(Entry::marker);
  }

  @Test
  default void copiesOfTheSameBytesAreVersions() {
    put(versioned(), "a", "same");
    put(versioned(), "a", "same");

    assertThat(client().versions(versioned(), "a")).hasSize(2);
  }
}
