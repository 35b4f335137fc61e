package dev.understudy.testkit.contract;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A real MinIO, which the endpoint must match, through the MinIO SDK. */
final class RealMinioByMinioSdkIT extends MinioStoreContract {
  private static RealMinio minio;
  private static ContractClient client;

  @BeforeAll
  static void connect() {
    minio = LeftOut.ifMissing(RealMinio::start);
    client =
        new MinioContractClient(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
  }

  @AfterAll
  static void disconnect() {
    if (minio != null) {
      client.close();
      minio.close();
    }
  }

  @Override
  public ContractClient client() {
    return client;
  }
}
