package dev.understudy.testkit.contract;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The endpoint in the behaviour of MinIO's fork, through the AWS SDK. */
final class MarkerMinioEndpointByAwsSdkTest extends MinioStoreContract {
  private static S3Endpoint endpoint;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    endpoint =
        S3Endpoint.builder().quirks(Quirks.MARKER_MINIO).credentials("key", "secret12").start();
    client = new AwsContractClient(endpoint.uri(), "key", "secret12");
  }

  @AfterAll
  static void stop() {
    client.close();
    endpoint.close();
  }

  @Override
  protected boolean needsMarker() {
    return true;
  }

  @Override
  public ContractClient client() {
    return client;
  }
}
