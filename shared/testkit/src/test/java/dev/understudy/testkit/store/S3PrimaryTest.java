package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
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
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.contract.AwsContractClient;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** With the endpoint. */
class S3PrimaryTest extends S3PrimaryServerContract {
  private final S3Endpoint endpoint = S3Endpoint.builder().credentials("ak", "sk").start();
  private final S3Client writer = AwsContractClient.connect(endpoint.uri(), "ak", "sk");
  private final S3Primary primary;

  S3PrimaryTest() {
    endpoint.createBucket("primary", true);
    primary = connect(endpoint.uri(), "ak", "sk", "primary", Optional.of(S3Endpoint.OWNER));
  }

  /** A replica on a MinIO may be the primary of another: its ETag and its parts are two things. */
  @Test
  void believesNoPartsWhoseNumberIsNotTheEtags() {
    try (S3Endpoint minio =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
        S3Primary elsewhere =
            connect(minio.uri(), "ak", "sk", "primary", Optional.of(S3Endpoint.OWNER));
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

      assertThat(elsewhere.partSize(elsewhere.head(key).orElseThrow(), 1)).isEmpty();
    }
  }

  @AfterEach
  void close() {
    primary.close();
    writer.close();
    endpoint.close();
  }

  @Override
  protected Primary primary() {
    return primary;
  }

  @Override
  protected S3Client writer() {
    return writer;
  }

  @Override
  protected String bucket() {
    return "primary";
  }
}
