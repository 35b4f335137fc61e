package dev.understudy.testkit.readers;

import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** What readers get from the droplet's edge listener. */
class ReadersOnDropletIT extends ReaderContract {
  private static Site site;
  private static RealDroplet droplet;
  private static HttpClient edge;

  @BeforeAll
  static void start() {
    droplet = LeftOut.ifMissing(RealDroplet::start);
    edge = HttpClient.newBuilder().sslContext(droplet.edge()).build();
    site = new Site(Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60));
    try (S3Client admin =
        AwsContractClient.connect(
            droplet.minio(),
            droplet.minioSetting("MINIO_ROOT_USER"),
            droplet.minioSetting("MINIO_ROOT_PASSWORD"))) {
      site.write(admin, Site.EVERYWHERE, Map.of("X-Minio-Source-Mtime", site.time().toString()));
    }
  }

  @AfterAll
  static void stop() {
    if (droplet != null) {
      droplet.close();
    }
  }

  @Override
  Site site() {
    return site;
  }

  @Override
  boolean isStandby() {
    return true;
  }

  @Override
  HttpClient client() {
    return edge;
  }

  @Override
  URI uri(ReaderRequest request) {
    return URI.create(droplet.origin() + request.target());
  }
}
