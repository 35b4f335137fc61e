package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** A standby that ignores the ETags that it is given, as most S3-compatible stores do. */
class NaturalEtagsTest extends EndpointPair {
  private static final int MIB = 1 << 20;

  private final ReplicatorHandler handler = handler(Map.of());
  private final S3Client reader = client(standby.uri(), "sak", "ssk");

  @AfterEach
  void closeReader() {
    reader.close();
  }

  @Override
  protected S3Endpoint.Builder standby() {
    return super.standby().quirks(Quirks.S3);
  }

  @Test
  void copiesALargeObjectThatWasOnePutOnce() throws IOException {
    write("large", "x".repeat(9 * MIB));

    assertThat(outcome("large")).contains("\"outcome\":\"Copied\"");
    assertThat(outcome("large")).contains("\"outcome\":\"InSync\"");
    assertThat(new ETag(etag(reader, "standby", "large")))
        .isEqualTo(ETag.ofParts(List.of(new ETag(etag(writer, "primary", "large")))).orElseThrow());
  }

  @Test
  void copiesASmallMultipartObjectOnceWithItsEtag() throws IOException {
    MultipartOriginals.upload(writer, "small", 1 * MIB);
    MultipartOriginals.upload(writer, "two parts", 5 * MIB, 1 * MIB);

    for (String key : new String[] {"small", "two parts"}) {
      assertThat(outcome(key)).contains("\"outcome\":\"Copied\"");
      assertThat(outcome(key)).contains("\"outcome\":\"InSync\"");
      assertThat(etag(reader, "standby", key)).isEqualTo(etag(writer, "primary", key));
    }
  }

  /** It has no parts, so it can only be a PUT, and has another ETag. */
  @Test
  void copiesAnEmptyMultipartObject() throws IOException {
    MultipartOriginals.upload(writer, "empty", 0);

    assertThat(outcome("empty")).contains("\"outcome\":\"Copied\"");
    assertThat(replica("empty")).hasValue("");
  }

  @Test
  void changesLabelsOfALargeObjectWithoutItsBytes() throws IOException {
    write("large", "x".repeat(9 * MIB));
    assertThat(outcome("large")).contains("\"outcome\":\"Copied\"");

    writer.copyObject(
        (CopyObjectRequest.Builder r) ->
            r.sourceBucket("primary")
                .sourceKey("large")
                .destinationBucket("primary")
                .destinationKey("large")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("k", "v")));

    assertThat(outcome("large")).contains("\"outcome\":\"Relabeled\"");
    assertThat(outcome("large")).contains("\"outcome\":\"InSync\"");
  }

  private String outcome(String key) throws IOException {
    return LogLines.during(() -> invoke(handler, sqs(hint(key)), 30_000));
  }

  private static String etag(S3Client s3, String bucket, String key) {
    return s3.headObject(r -> r.bucket(bucket).key(key)).eTag();
  }
}
