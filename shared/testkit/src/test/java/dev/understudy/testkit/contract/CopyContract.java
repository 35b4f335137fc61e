package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Copies, with which writers change metadata. */
interface CopyContract extends ContractFixture {
  String SOURCE = "from \u00e9+%";

  private void putSource() {
    client()
        .put(
            bucket(),
            SOURCE,
            bytes("hello"),
            Map.of("Content-Type", "text/x", "x-amz-meta-a", "1", "x-amz-tagging", "t=1"));
  }

  @Test
  default void copiesAllThatBelongsToAnObject() {
    putSource();
    client().copy(bucket(), SOURCE, "to", NONE);

    StoreAnswer copy = client().get(bucket(), "to", NONE, NONE);
    assertThat(copy.body()).isEqualTo(bytes("hello"));
    assertThat(copy.etag()).isEqualTo(ExpectedDigests.etag(bytes("hello")));
    assertThat(copy.headers())
        .containsEntry("content-type", "text/x")
        .containsEntry("x-amz-meta-a", "1");
    assertThat(client().tags(bucket(), "to")).isEqualTo(Map.of("t", "1"));
  }

  @Test
  default void replacesMetadataInPlace() {
    putSource();
    client()
        .copy(
            bucket(),
            SOURCE,
            SOURCE,
            Map.of(
                "x-amz-metadata-directive", "REPLACE",
                "Content-Type", "text/new",
                "x-amz-meta-b", "2"));

    StoreAnswer changed = client().get(bucket(), SOURCE, NONE, NONE);
    assertThat(changed.body()).isEqualTo(bytes("hello"));
    assertThat(changed.etag()).isEqualTo(ExpectedDigests.etag(bytes("hello")));
    assertThat(changed.headers())
        .containsEntry("content-type", "text/new")
        .containsEntry("x-amz-meta-b", "2")
        .doesNotContainKey("x-amz-meta-a");
  }

  @Test
  default void replacesTags() {
    putSource();
    client()
        .copy(
            bucket(),
            SOURCE,
            "to",
            Map.of("x-amz-tagging-directive", "REPLACE", "x-amz-tagging", "u=2"));

    assertThat(client().tags(bucket(), "to")).isEqualTo(Map.of("u", "2"));
    assertThat(client().head(bucket(), "to", NONE, NONE).header("x-amz-meta-a")).contains("1");
  }

  @Test
  default void refusesACopyThatChangesNothing() {
    putSource();
    refused(400, "InvalidRequest", () -> client().copy(bucket(), SOURCE, SOURCE, NONE));
  }

  @Test
  default void copiesOnlyTheKnownSource() {
    putSource();
    Map<String, String> other = Map.of("x-amz-copy-source-if-match", "\"" + "0".repeat(32) + '"');

    refused(412, "PreconditionFailed", () -> client().copy(bucket(), SOURCE, "to", other));
    refused(404, "NoSuchKey", () -> client().copy(bucket(), "never", "to", NONE));

    refused(404, "NoSuchKey", () -> read(bucket(), "to"));
  }
}
