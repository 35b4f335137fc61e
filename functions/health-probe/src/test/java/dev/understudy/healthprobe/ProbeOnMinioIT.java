package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.telemetry.Metric;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.junit.LeftOut;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What only a real MinIO can say: its guarantees, its disk, its times, its idea of a reader. */
class ProbeOnMinioIT {
  private RealMinio minio;
  private S3Endpoint primary;
  private S3Client toStandby;
  private S3Client toPrimary;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void start() {
    minio = LeftOut.ifMissing(RealMinio::start);
    primary = S3Endpoint.builder().credentials("pk", "ps").start();
    primary.createBucket("primary", true);
    toPrimary = ProbeFixture.client(primary.uri(), "pk", "ps");
    toStandby = ProbeFixture.client(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
    toStandby.createBucket(r -> r.bucket("standby"));
    versioning("Enabled");
    variables.putAll(
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "pk",
            "AWS_SECRET_ACCESS_KEY", "ps",
            "PRIMARY_BUCKET", "primary",
            "PRIMARY_ENDPOINT", primary.uri().toString(),
            "STANDBY_BUCKET", "standby",
            "STANDBY_ENDPOINT", minio.endpoint().toString(),
            "STANDBY_ACCESS_KEY", RealMinio.accessKey(),
            "STANDBY_SECRET_KEY", RealMinio.secretKey()));
    variables.putAll(
        Map.of(
            "CHANGES_QUEUE_URL", "http://127.0.0.1:9/0/changes",
            "REPAIRS_QUEUE_URL", "http://127.0.0.1:9/0/repairs",
            "DEAD_LETTER_QUEUE_URL", "http://127.0.0.1:9/0/dead",
            "STANDBY_HEALTH_URL", minio.endpoint() + "/standby/.origin/health",
            "STANDBY_METRICS_URL", minio.endpoint() + "/minio/v2/metrics/cluster"));
  }

  @AfterEach
  void stop() {
    if (minio != null) {
      toStandby.close();
      toPrimary.close();
      primary.close();
      minio.close();
    }
  }

  private void versioning(String status) {
    toStandby.putBucketVersioning(
        r -> r.bucket("standby").versioningConfiguration(v -> v.status(status)));
  }

  @Test
  void findsTheGuaranteesKeptAgainAndAgainAndBrokenWithoutVersions() {
    assertThat(value("guarantees", Metric.GUARANTEES_KEPT)).hasValue(1);
    assertThat(value("guarantees", Metric.GUARANTEES_KEPT)).hasValue(1);

    versioning("Suspended");

    assertThat(value("guarantees", Metric.GUARANTEES_KEPT)).hasValue(0);
  }

  /** Without a token of its own: MinIO takes one that is made of the access key. */
  @Test
  void readsHowFullTheDiskIs() {
    assertThat(value("disk", Metric.DISK_USED).orElseThrow()).isBetween(0.1, 99.9);

    variables.put("STANDBY_SECRET_KEY", "wrong-secret");

    assertThat(value("disk", Metric.DISK_USED)).isEmpty();
    assertThat(run("disk").seen().get(CheckName.DISK).troubles().get(0)).contains("returns 403");
  }

  @Test
  void distinguishesARejectedSecretFromAStandbyThatDoesNotAnswer() {
    assertThat(troubles("secret")).isEmpty();

    variables.put("STANDBY_SECRET_KEY", "wrong-secret");
    assertThat(troubles("secret"))
        .contains("rejects the published secret", "SignatureDoesNotMatch");

    variables.put("STANDBY_ACCESS_KEY", "of-a-lost-droplet");
    assertThat(troubles("secret")).contains("rejects the published secret", "InvalidAccessKeyId");

    variables.put("STANDBY_ENDPOINT", "http://127.0.0.1:9");
    assertThat(troubles("secret")).contains("failed").doesNotContain("published secret");
  }

  private String troubles(String check) {
    return run(check).seen().values().stream()
        .flatMap(observation -> observation.troubles().stream())
        .collect(Collectors.joining("; "));
  }

  @Test
  void asksForTheHealthObjectAsAReaderDoes() {
    toStandby.putObject(
        r -> r.bucket("standby").key(".origin/health"), RequestBody.fromString("ok-standby"));
    assertThat(value("standby", Metric.STANDBY_HEALTHY)).as("nobody may read").hasValue(0);

    toStandby.putBucketPolicy(
        r ->
            r.bucket("standby")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},
                    "Action":["s3:GetObject"],"Resource":["arn:aws:s3:::standby/*"]}]}\
                    """));

    assertThat(value("standby", Metric.STANDBY_HEALTHY)).hasValue(1);
    assertThat(value("clock", Metric.CLOCK_SKEW)).hasValue(0);
  }

  @Test
  void knowsForeignWritesByTheirTime() {
    String ours = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    toStandby.putObject(
        r ->
            r.bucket("standby")
                .key("ours")
                .overrideConfiguration(o -> o.putHeader("X-Minio-Source-Mtime", ours)),
        RequestBody.fromString("x"));
    toPrimary.putObject(r -> r.bucket("primary").key("equal"), RequestBody.fromString("x"));
    assertThat(value("foreignWrites", Metric.FOREIGN_WRITES)).hasValue(0);

    writeAsSomebodyElse("theirs");
    writeAsSomebodyElse("equal");

    assertThat(value("foreignWrites", Metric.FOREIGN_WRITES)).hasValue(1);
    assertThat(run("foreignWrites").seen().get(CheckName.FOREIGN_WRITES).details())
        .containsEntry("keys", List.of("theirs"));
  }

  /** Again until its time cannot be a stamp: the check takes a second's first tenth for one. */
  private void writeAsSomebodyElse(String key) {
    Instant written;
    do {
      toStandby.putObject(r -> r.bucket("standby").key(key), RequestBody.fromString("x"));
      written =
          toStandby
              .listObjectsV2(r -> r.bucket("standby").prefix(key))
              .contents()
              .get(0)
              .lastModified();
    } while (written.toEpochMilli() % 1000 < ForeignWritesCheck.MAX_MILLIS_OF_A_STAMP);
  }

  private ProbeReport run(String check) {
    ProbeConfig config = ProbeConfig.of(new Environment(variables));
    return new Probe(config, () -> HealthProbeWiring.checks(config, new SplittableRandom(1)))
        .run(ProbeRequest.of(Map.of("only", List.of(check))));
  }

  private OptionalDouble value(String check, Metric metric) {
    return run(check).measured().stream()
        .filter(m -> m.metric() == metric)
        .mapToDouble(Measurement::value)
        .findFirst();
  }
}
