package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.junit.LeftOut;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** A reconciler between a primary in memory and a real MinIO. */
class ReconcilerOnMinioIT {
  private static final Deadline PLENTY = new Deadline(() -> 900_000, Duration.ofSeconds(60));

  private static RealMinio minio;
  private static S3Client admin;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final RecordingRepairQueue repairs = new RecordingRepairQueue();
  private final String bucket = "standby-" + UUID.randomUUID();
  private S3Standby standby;

  @BeforeAll
  static void start() {
    minio = LeftOut.ifMissing(RealMinio::startWithKey);
    admin =
        S3Client.builder()
            .endpointOverride(minio.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(RealMinio.accessKey(), RealMinio.secretKey())))
            .build();
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      admin.close();
      minio.close();
    }
  }

  @BeforeEach
  void connect() {
    admin.createBucket(r -> r.bucket(bucket));
    admin.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    standby = connectTo(minio.endpoint());
  }

  @AfterEach
  void disconnect() {
    standby.close();
  }

  private S3Standby connectTo(URI endpoint) {
    Map<String, String> secret =
        Map.of(
            "endpoint",
            endpoint.toString(),
            "accessKey",
            RealMinio.accessKey(),
            "secretKey",
            RealMinio.secretKey());
    return S3Standby.connect(StandbySecret.of(secret, "test"), bucket, new CallCounter());
  }

  /** More keys than MinIO decrypts the ETags of at once, and all kinds of Understudy's notes. */
  @ParameterizedTest
  @EnumSource(names = {"AES256", "AWS_KMS"})
  void provesAnEncryptedStandby(ServerSideEncryption algorithm) {
    encrypt(algorithm);
    for (int i = 0; i < 300; i++) {
      replicated("k%03d".formatted(i), "x");
    }
    ObjectKey parts = new ObjectKey("multipart");
    primary.putInParts(parts, new byte[1 << 20], Samples.typed("a/b"), clock.instant());
    put(primary.head(parts).orElseThrow(), new byte[1 << 20]);
    PrimaryObject refused = write("refused", "x");
    new RefusalNotes(standby, clock, HeldLabels.MINIO)
        .write(
            refused.key(),
            Refusal.TAGS_NOT_ACCEPTED,
            Optional.of(RefusalNotes.OriginalVersion.of(refused)),
            clock.instant());
    clock.move(Duration.ofHours(1));

    Summary summary = run(Map.of("deep", true));

    assertThat(new StandbyCheck(standby).run())
        .hasValue(new StandbyCheck.Findings(true, true, true));
    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(302);
    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
    assertThat(summary.counts().isEqual()).isTrue();
    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
    assertThat(repairs.keys).isEmpty();
  }

  /** MinIO does not list the object, and answers each request for it with 500. */
  @Test
  void namesAKeyWhoseFilesAreDamagedAndProvesTheRest() throws IOException {
    replicated("a", "x");
    replicated("damaged", "x");
    Path meta = minio.data().resolve(bucket).resolve("damaged").resolve("xl.meta");
    Files.writeString(meta, "garbage".repeat(50));
    clock.move(Duration.ofHours(1));

    Summary summary = run(Map.of());

    assertThat(summary.complete()).isTrue();
    assertThat(summary.unreadable()).containsExactly(new ObjectKey("damaged"));
    assertThat(summary.watermark().orElseThrow().proof().orElseThrow().unreadable()).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  private void encrypt(ServerSideEncryption algorithm) {
    ServerSideEncryptionByDefault.Builder rule =
        ServerSideEncryptionByDefault.builder().sseAlgorithm(algorithm);
    if (algorithm == ServerSideEncryption.AWS_KMS) {
      rule.kmsMasterKeyID(RealMinio.KEY);
    }
    ServerSideEncryptionRule all =
        ServerSideEncryptionRule.builder().applyServerSideEncryptionByDefault(rule.build()).build();
    admin.putBucketEncryption(
        r -> r.bucket(bucket).serverSideEncryptionConfiguration(c -> c.rules(all)));
  }

  private Summary run(Map<String, ?> request) {
    ReconcilerSettings settings =
        new ReconcilerSettings(
            "primary to standby", Duration.ofMinutes(5), 3, 1000, 30, 100_000, 4, 1000, Scope.ALL);
    return new Reconciler(
            () -> new BothStores(primary, primary, standby, standby, HeldLabels.MINIO, () -> {}),
            repairs,
            settings,
            ScopeSource.of(settings.scope()),
            new RunTelemetry(new Telemetry("primary"), clock),
            clock,
            clock::move)
        .run(ReconcileRequest.of(request), "run", PLENTY);
  }

  private PrimaryObject write(String key, String content) {
    return primary.put(new ObjectKey(key), content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private void replicated(String key, String content) {
    put(write(key, content), content.getBytes(UTF_8));
  }

  private void put(PrimaryObject object, byte[] content) {
    standby.put(
        object.key(),
        content,
        Optional.empty(),
        object.fingerprint(),
        new Condition.Absent(),
        object.lastModified());
  }
}
