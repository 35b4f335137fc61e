package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Replica;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.messages.Item;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What a real MinIO tells of headers and tags in a listing, and what only a HEAD tells
 * (docs/decisions/0014). If this fails, think that decision over.
 */
class MetadataListingOnMinioIT {
  private static final String BUCKET = "standby";
  private static final ObjectKey KEY = new ObjectKey("a");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          new TreeMap<>(
              Map.of(
                  "content-type", "text/plain",
                  "cache-control", "max-age=60",
                  "content-disposition", "attachment; filename=\"a b.txt\"",
                  "content-encoding", "gzip",
                  "content-language", "de, en",
                  "expires", "Thu, 01 Dec 2044 16:00:00 GMT")),
          new TreeMap<>(Map.of("author", "someone", "empty", "")),
          new TreeMap<>(Map.of("k+ey=/", "v al:ue")));

  @Test
  void tellsNoExpiresAndNoEmptyValueInItsListing() throws Exception {
    try (RealMinio minio = LeftOut.ifMissing(RealMinio::start);
        MinioClient client =
            MinioClient.builder()
                .endpoint(minio.endpoint().toString())
                .credentials(RealMinio.accessKey(), RealMinio.secretKey())
                .region("us-east-1")
                .build();
        S3Standby standby =
            S3Standby.connect(
                new StandbySecret(
                    minio.endpoint(),
                    RealMinio.accessKey(),
                    RealMinio.secretKey(),
                    TlsMaterial.NONE),
                BUCKET,
                new CallCounter())) {
      client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
      standby.put(
          KEY,
          new byte[1],
          Optional.empty(),
          new Fingerprint(new ETag("e"), 1, ATTRIBUTES),
          new Condition.Absent(),
          Instant.parse("2026-01-01T00:00:00Z"));

      Replica.Present head = standby.head(KEY).present().orElseThrow();
      Item listed =
          client
              .listObjects(
                  ListObjectsArgs.builder().bucket(BUCKET).includeUserMetadata(true).build())
              .iterator()
              .next()
              .get();

      assertThat(head.fingerprint().attributes()).isEqualTo(ATTRIBUTES);
      Map<String, String> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      shown.putAll(listed.userMetadata());
      assertThat(shown)
          .containsEntry("content-type", "text/plain")
          .containsEntry("cache-control", "max-age=60")
          .containsEntry("content-disposition", "attachment; filename=\"a b.txt\"")
          .containsEntry("content-encoding", "gzip")
          .containsEntry("content-language", "de, en")
          .containsEntry("x-amz-meta-author", "someone")
          .containsEntry("x-amz-meta-empty", null)
          .doesNotContainKey("expires");
      assertThat(listed.userTags()).isEqualTo("k%2Bey%3D%2F=v%20al%3Aue");
    }
  }
}
