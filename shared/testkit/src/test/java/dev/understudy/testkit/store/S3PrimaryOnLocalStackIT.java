package dev.understudy.testkit.store;

import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.Primary;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** With LocalStack. */
class S3PrimaryOnLocalStackIT extends S3PrimaryServerContract {
  private static RealLocalStack server;
  private static S3Client writer;

  private final String bucket = "primary-" + UUID.randomUUID();
  private S3Primary primary;

  @BeforeAll
  static void start() {
    server = LeftOut.ifMissing(RealLocalStack::start);
    writer =
        AwsContractClient.connect(
            server.endpoint(), RealLocalStack.accessKey(), RealLocalStack.secretKey());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      writer.close();
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    writer.createBucket(r -> r.bucket(bucket));
    writer.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    primary =
        connect(
            server.endpoint(),
            RealLocalStack.accessKey(),
            RealLocalStack.secretKey(),
            bucket,
            Optional.empty());
  }

  @AfterEach
  void disconnect() {
    primary.close();
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
    return bucket;
  }
}
