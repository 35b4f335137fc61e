package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ConditionContract.ABSENT;
import static dev.understudy.testkit.contract.ConditionContract.NO_ETAG;
import static dev.understudy.testkit.contract.ConditionContract.match;
import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.contract.ContractClient.Entry;
import dev.understudy.testkit.contract.ContractClient.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Multipart uploads. */
interface UploadContract extends ContractFixture {
  /** A part of the smallest size that need not be the last. */
  byte[] FIRST = ExpectedDigests.noise(5 << 20, 1);

  /** A last part. */
  byte[] LAST = ExpectedDigests.noise(1000, 2);

  private List<Part> upload(String key, String id, byte[]... bodies) {
    Part[] parts = new Part[bodies.length];
    Arrays.setAll(parts, i -> client().uploadPart(bucket(), key, id, i + 1, bodies[i]));
    return List.of(parts);
  }

  private void completes(int status, String code, String id, List<Part> parts) {
    refused(status, code, () -> client().complete(bucket(), "a", id, parts, NONE));
  }

  @Test
  default void joinsPartsUnderAnEtagOfTheirEtags() {
    Map<String, String> headers =
        Map.of("Content-Type", "text/x", "x-amz-meta-a", "b", "x-amz-tagging", "t=1");
    String id = client().beginUpload(bucket(), "a", headers);
    List<Part> parts = upload("a", id, FIRST, LAST);
    refused(404, "NoSuchKey", () -> read(bucket(), "a"));

    StoreAnswer completed = client().complete(bucket(), "a", id, parts, NONE);

    StoreAnswer read = client().get(bucket(), "a", NONE, NONE);
    byte[] joined = Arrays.copyOf(FIRST, FIRST.length + LAST.length);
    System.arraycopy(LAST, 0, joined, FIRST.length, LAST.length);
    assertThat(ExpectedDigests.etag(read.body())).isEqualTo(ExpectedDigests.etag(joined));
    assertThat(read.etag())
        .isEqualTo(ExpectedDigests.multipartEtag(FIRST, LAST))
        .isEqualTo(completed.etag());
    assertThat(read.headers())
        .containsEntry("content-type", "text/x")
        .containsEntry("x-amz-meta-a", "b")
        .containsEntry("x-amz-tagging-count", "1");
    assertThat(parts.get(1).etag()).isEqualTo(ExpectedDigests.etag(LAST));
    String acrossParts = "bytes=%d-%d".formatted(FIRST.length - 1, FIRST.length + 1);
    assertThat(client().get(bucket(), "a", Map.of("Range", acrossParts), NONE).body())
        .isEqualTo(Arrays.copyOfRange(joined, FIRST.length - 1, FIRST.length + 2));
  }

  @Test
  default void readsPartsByNumber() {
    String id = client().beginUpload(bucket(), "a", NONE);
    client().complete(bucket(), "a", id, upload("a", id, FIRST, LAST), NONE);

    StoreAnswer second = client().get(bucket(), "a", NONE, Map.of("partNumber", "2"));
    StoreAnswer first = client().head(bucket(), "a", NONE, Map.of("partNumber", "1"));
    StoreAnswer whole = client().head(bucket(), "a", NONE, NONE);

    assertThat(second.status()).isEqualTo(206);
    assertThat(second.body()).isEqualTo(LAST);
    assertThat(second.header("content-range"))
        .contains("bytes %d-%d/%d".formatted(5 << 20, (5 << 20) + 999, (5 << 20) + 1000));
    assertThat(second.header("x-amz-mp-parts-count")).contains("2");
    assertThat(first.header("content-length")).contains(String.valueOf(5 << 20));
    assertThat(first.header("x-amz-mp-parts-count")).contains("2");
    assertThat(whole.header("x-amz-mp-parts-count")).isEmpty();
    refused(416, "", () -> client().get(bucket(), "a", NONE, Map.of("partNumber", "3")));
  }

  @Test
  default void numbersASinglePartInItsEtag() {
    String id = client().beginUpload(bucket(), "a", NONE);

    StoreAnswer completed = client().complete(bucket(), "a", id, upload("a", id, LAST), NONE);

    assertThat(completed.etag()).isEqualTo(ExpectedDigests.multipartEtag(LAST));
  }

  @Test
  default void keepsThePartThatCameLast() {
    String id = client().beginUpload(bucket(), "a", NONE);
    client().uploadPart(bucket(), "a", id, 1, FIRST);
    Part part = client().uploadPart(bucket(), "a", id, 1, LAST);

    assertThat(client().parts(bucket(), "a", id)).containsExactly(part);
    client().complete(bucket(), "a", id, List.of(part), NONE);

    assertThat(client().get(bucket(), "a", NONE, NONE).body()).isEqualTo(LAST);
  }

  @Test
  default void judgesConditionsOnCompleteAndLeavesTheUpload() {
    String etag = put(bucket(), "a", "old").etag();
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = upload("a", id, LAST);

    for (Map<String, String> wrong : List.of(ABSENT, match(NO_ETAG))) {
      refused(412, "PreconditionFailed", () -> client().complete(bucket(), "a", id, parts, wrong));
    }
    assertThat(client().parts(bucket(), "a", id)).isEqualTo(parts);
    assertThat(read(bucket(), "a")).isEqualTo("old");
    client().complete(bucket(), "a", id, parts, match(etag));

    assertThat(client().get(bucket(), "a", NONE, NONE).body()).isEqualTo(LAST);
  }

  @Test
  default void findsNothingToMatchOnComplete() {
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = upload("a", id, LAST);

    refused(404, "NoSuchKey", () -> client().complete(bucket(), "a", id, parts, match(NO_ETAG)));
    client().complete(bucket(), "a", id, parts, ABSENT);

    assertThat(client().get(bucket(), "a", NONE, NONE).body()).isEqualTo(LAST);
  }

  @Test
  default void forgetsAnAbortedUpload() {
    put(bucket(), "b", "old");
    String overwrite = client().beginUpload(bucket(), "b", NONE);
    upload("b", overwrite, LAST);
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = upload("a", id, LAST);

    client().abort(bucket(), "a", id);
    client().abort(bucket(), "b", overwrite);

    refused(404, "NoSuchUpload", () -> client().parts(bucket(), "a", id));
    refused(404, "NoSuchUpload", () -> upload("a", id, LAST));
    completes(404, "NoSuchUpload", id, parts);
    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
    assertThat(read(bucket(), "b")).isEqualTo("old");
  }

  @Test
  default void refusesPartsThatMakeNoObject() {
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> small = upload("a", id, LAST, LAST);

    completes(400, "EntityTooSmall", id, small);
    completes(400, "InvalidPart", id, List.of(new Part(1, NO_ETAG, 1000)));
    completes(400, "InvalidPart", id, List.of(new Part(3, small.get(0).etag(), 1000)));
    completes(400, "InvalidPartOrder", id, List.of(small.get(1), small.get(0)));

    assertThat(client().parts(bucket(), "a", id)).isEqualTo(small);
  }

  @Test
  default void makesAVersion() {
    String old = put(versioned(), "a", "old").versionId();
    String id = client().beginUpload(versioned(), "a", NONE);
    Part part = client().uploadPart(versioned(), "a", id, 1, LAST);

    StoreAnswer completed = client().complete(versioned(), "a", id, List.of(part), NONE);

    assertThat(client().get(versioned(), "a", NONE, NONE).versionId())
        .isEqualTo(completed.versionId());
    assertThat(client().versions(versioned(), "a"))
        .extracting(Entry::versionId)
        .containsExactlyInAnyOrder(completed.versionId(), old);
  }

  /** Amazon's S3 answers as it did the first time. */
  @Test
  default void completesTwice() {
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = upload("a", id, LAST);
    StoreAnswer first = client().complete(bucket(), "a", id, parts, NONE);

    assertThat(client().complete(bucket(), "a", id, parts, NONE).etag()).isEqualTo(first.etag());
  }

  @Test
  default void showsTheOldObjectUntilItIsComplete() {
    put(bucket(), "a", "old");
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = upload("a", id, LAST);
    assertThat(client().get(bucket(), "a", NONE, NONE).body()).isEqualTo(bytes("old"));

    client().complete(bucket(), "a", id, parts, NONE);

    assertThat(client().get(bucket(), "a", NONE, NONE).body()).isEqualTo(LAST);
  }
}
