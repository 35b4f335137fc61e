package dev.understudy.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import dev.understudy.testkit.store.PrimaryContract;
import dev.understudy.testkit.store.Samples;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The replicator's own view of S3, through the AWS SDK. */
class S3PrimaryTest extends PrimaryContract {
  private final S3Endpoint endpoint = S3Endpoint.builder().credentials("ak", "sk").start();
  private final S3Primary primary;

  S3PrimaryTest() {
    endpoint.createBucket("primary", true);
    primary = connect(endpoint.uri());
  }

  private static S3Primary connect(URI endpoint) {
    AwsAccess aws =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "us-east-1",
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk")));
    return S3Primary.connect(
        aws, Optional.of(endpoint), "primary", Optional.of(S3Endpoint.OWNER), new CallCounter());
  }

  /** A replica on a MinIO may be the primary of another: its ETag and its parts are two things. */
  @Test
  void believesNoPartsWhoseNumberIsNotTheEtags() {
    try (S3Endpoint minio =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
        S3Primary elsewhere = connect(minio.uri());
        S3Standby writer =
            S3Standby.connect(
                new StandbySecret(minio.uri(), "ak", "sk", TlsMaterial.NONE),
                "primary",
                new CallCounter())) {
      minio.createBucket("primary", true);
      ObjectKey key = new ObjectKey("replica");
      Fingerprint fingerprint = new Fingerprint(new ETag("0123-5"), 7, Samples.typed("text/plain"));
      String upload = writer.createUpload(key, fingerprint);
      Standby.Part part =
          writer.uploadPart(key, upload, 1, 7, () -> new ByteArrayInputStream(new byte[7]));
      assertThat(writer.complete(key, upload, List.of(part), new Condition.Absent(), Instant.now()))
          .isEqualTo(WriteResult.WRITTEN);

      assertThat(elsewhere.partSize(elsewhere.look(key).orElseThrow(), 1)).isEmpty();
    }
  }

  @AfterEach
  void close() {
    primary.close();
    endpoint.close();
  }

  @Override
  protected Primary primary() {
    return primary;
  }

  @Override
  protected void write(ObjectKey key, byte[] content, Attributes attributes) {
    Tagging tags =
        Tagging.builder()
            .tagSet(
                attributes.tags().entrySet().stream()
                    .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                    .toList())
            .build();
    TestClients.client(endpoint)
        .putObject(
            r ->
                r.bucket("primary")
                    .key(key.value())
                    .contentType(attributes.headers().get("content-type"))
                    .cacheControl(attributes.headers().get("cache-control"))
                    .metadata(attributes.metadata())
                    .tagging(attributes.tags().isEmpty() ? null : tags),
            RequestBody.fromBytes(content));
  }

  @Override
  protected void writeInParts(ObjectKey key, List<byte[]> parts) {
    S3Client writer = TestClients.client(endpoint);
    String id = writer.createMultipartUpload(r -> r.bucket("primary").key(key.value())).uploadId();
    List<CompletedPart> stored = new ArrayList<>();
    for (byte[] part : parts) {
      int number = stored.size() + 1;
      String etag =
          writer
              .uploadPart(
                  r -> r.bucket("primary").key(key.value()).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      stored.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    writer.completeMultipartUpload(
        r ->
            r.bucket("primary")
                .key(key.value())
                .uploadId(id)
                .multipartUpload(u -> u.parts(stored)));
  }

  @Override
  protected void delete(ObjectKey key) {
    TestClients.client(endpoint).deleteObject(r -> r.bucket("primary").key(key.value()));
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }
}
