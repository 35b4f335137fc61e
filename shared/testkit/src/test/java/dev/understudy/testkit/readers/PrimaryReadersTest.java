package dev.understudy.testkit.readers;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.contract.AwsContractClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** What readers get from the emulated primary. */
class PrimaryReadersTest extends ReaderContract {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Site site;
  private static S3Endpoint primary;

  @BeforeAll
  static void start() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    site = new Site(now);
    primary =
        S3Endpoint.builder()
            .credentials("ak", "sk")
            .clock(Clock.fixed(now, ZoneOffset.UTC))
            .start();
    primary.createBucket(Site.BUCKET, true);
    primary.allowOrigins(Site.BUCKET, Set.of("https://app.example.org"));
    try (S3Client writer = AwsContractClient.connect(primary.uri(), "ak", "sk")) {
      writer.putBucketPolicy(
          r ->
              r.bucket(Site.BUCKET)
                  .policy(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                       "Action":["s3:GetObject","s3:ListBucket"],
                       "Resource":["arn:aws:s3:::assets","arn:aws:s3:::assets/*"]}]}\
                      """));
      site.write(writer, Site.EVERYWHERE, Map.of());
      site.write(writer, Site.PRIMARY_ONLY, Map.of());
    }
  }

  @AfterAll
  static void stop() {
    primary.close();
  }

  @Override
  Site site() {
    return site;
  }

  @Override
  boolean isStandby() {
    return false;
  }

  @Override
  HttpClient client() {
    return CLIENT;
  }

  @Override
  URI uri(ReaderRequest request) {
    return URI.create(primary.uri() + request.atThePrimary());
  }
}
