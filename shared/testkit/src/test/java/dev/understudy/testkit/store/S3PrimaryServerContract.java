package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The replicator's own view of S3, through the AWS SDK, of whatever server is given. */
abstract class S3PrimaryServerContract extends PrimaryContract {
  /** Somebody who writes to the bucket. */
  protected abstract S3Client writer();

  protected abstract String bucket();

  /** The primary of a server, by the keys that it takes. */
  protected static S3Primary connect(
      URI endpoint, String accessKey, String secretKey, String bucket, Optional<String> owner) {
    AwsAccess aws =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "us-east-1",
                    "AWS_ACCESS_KEY_ID", accessKey,
                    "AWS_SECRET_ACCESS_KEY", secretKey)));
    return S3Primary.connect(aws, Optional.of(endpoint), bucket, owner, new CallCounter());
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
    writer()
        .putObject(
            r ->
                r.bucket(bucket())
                    .key(key.value())
                    .contentType(attributes.headers().get("content-type"))
                    .cacheControl(attributes.headers().get("cache-control"))
                    .metadata(attributes.metadata())
                    .tagging(attributes.tags().isEmpty() ? null : tags),
            RequestBody.fromBytes(content));
  }

  @Test
  void showsTheStorageClassInAReadAndInAListing() {
    write(KEY, new byte[1], Samples.typed("text/plain"));
    ObjectKey rare = new ObjectKey("rare");
    writer()
        .putObject(
            r -> r.bucket(bucket()).key(rare.value()).storageClass(StorageClass.STANDARD_IA),
            RequestBody.fromBytes(new byte[1]));

    assertThat(classOf(KEY)).isEqualTo("STANDARD");
    assertThat(classOf(rare)).isEqualTo("STANDARD_IA");
  }

  /** As HEAD, GET and the listing show it alike. */
  private String classOf(ObjectKey key) {
    PrimaryObject object = primary().head(key).orElseThrow();
    try (PrimaryRead read = primary().open(key)) {
      assertThat(read.object()).contains(object);
    }
    assertThat(
            ((Listing) primary())
                .page(Listing.Place.of(key.value(), Optional.empty()), 1)
                .objects())
        .extracting(ListedObject::storageClass)
        .containsExactly(object.storageClass());
    return object.storageClass();
  }

  @Override
  protected void writeInParts(ObjectKey key, List<byte[]> parts) {
    S3Client writer = writer();
    String id = writer.createMultipartUpload(r -> r.bucket(bucket()).key(key.value())).uploadId();
    List<CompletedPart> stored = new ArrayList<>();
    for (byte[] part : parts) {
      int number = stored.size() + 1;
      String etag =
          writer
              .uploadPart(
                  r -> r.bucket(bucket()).key(key.value()).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      stored.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    writer.completeMultipartUpload(
        r ->
            r.bucket(bucket()).key(key.value()).uploadId(id).multipartUpload(u -> u.parts(stored)));
  }

  @Override
  protected void delete(ObjectKey key) {
    writer().deleteObject(r -> r.bucket(bucket()).key(key.value()));
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }
}
