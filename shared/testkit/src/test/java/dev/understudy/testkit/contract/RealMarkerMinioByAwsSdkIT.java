package dev.understudy.testkit.contract;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A real MinIO that trusts the marker and its right alone, through the AWS SDK. */
final class RealMarkerMinioByAwsSdkIT extends MinioStoreContract {
  private static RealMinio minio;
  private static ContractClient client;

  @BeforeAll
  static void connect() {
    minio = LeftOut.ifMissing(RealMinio::startMarker);
    client = new AwsContractClient(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
  }

  @AfterAll
  static void disconnect() {
    if (minio != null) {
      client.close();
      minio.close();
    }
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
