package dev.understudy.replicator;

import dev.understudy.testkit.s3.Quirks;
import dev.understudy.testkit.s3.S3Endpoint;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/** With the endpoint as standby. */
class WireFaultsTest extends WireFaults {
  private final S3Endpoint endpoint =
      S3Endpoint.builder().quirks(Quirks.MINIO).credentials("sak", "ssk").start();

  WireFaultsTest() {
    endpoint.createBucket("standby", true);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Override
  protected URI standby() {
    return endpoint.uri();
  }

  @Override
  protected String bucket() {
    return "standby";
  }

  @Override
  protected String accessKey() {
    return "sak";
  }

  @Override
  protected String secretKey() {
    return "ssk";
  }
}
