package dev.understudy.cli.failback;

import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.StandbyVersions;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A primary and a promoted standby, whose clock moves by a second with each write. */
final class TwoSides implements AutoCloseable {
  static final String BUCKET = "assets";

  final S3Endpoint primaryServer;
  final S3Endpoint standbyServer;
  final S3Client primary;
  final S3Client standby;
  final BothStores stores;
  private final StandbyVersions versions;
  private final ManualClock clock = new ManualClock(Instant.now().minus(Duration.ofMinutes(5)));
  private Instant promotedAt = Instant.MAX;

  /**
   * @param versioned whether the standby keeps versions
   */
  TwoSides(boolean versioned) {
    primaryServer = S3Endpoint.builder().credentials("ak", "sk").clock(clock).start();
    standbyServer =
        S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").clock(clock).start();
    primaryServer.createBucket(BUCKET, false);
    standbyServer.createBucket(BUCKET, versioned);
    primary = client(primaryServer);
    standby = client(standbyServer);
    Deployment deployment =
        Deployment.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "us-east-1",
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk",
                    "PRIMARY_BUCKET", BUCKET,
                    "PRIMARY_ENDPOINT", primaryServer.uri().toString(),
                    "STANDBY_BUCKET", BUCKET,
                    "STANDBY_ENDPOINT", standbyServer.uri().toString(),
                    "STANDBY_ACCESS_KEY", "ak",
                    "STANDBY_SECRET_KEY", "sk")));
    stores = deployment.connect();
    versions = StandbyVersions.connect(deployment.standbySecret().get(), BUCKET);
  }

  private static S3Client client(S3Endpoint server) {
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.uri())
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  void write(S3Client side, String key, String content) {
    tick();
    side.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
  }

  void delete(S3Client side, String key) {
    tick();
    side.deleteObject(r -> r.bucket(BUCKET).key(key));
  }

  void tick() {
    clock.move(Duration.ofSeconds(1));
  }

  /** The content; empty if there is no object. */
  Optional<String> read(S3Client side, String key) {
    try {
      return Optional.of(side.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Makes the replica equal to the primary's object, as the replicator does. */
  void replicate(String name) throws IOException {
    ObjectKey key = new ObjectKey(name);
    Replica seen = stores.standby().head(key);
    try (PrimaryRead read = stores.primary().open(key)) {
      if (read.object().isEmpty()) {
        seen.present()
            .ifPresent(
                present ->
                    stores.standby().delete(key, present.fingerprint().etag(), clock.instant()));
        return;
      }
      PrimaryObject object = read.object().get();
      var unused =
          stores
              .standby()
              .put(
                  key,
                  read.body().readAllBytes(),
                  Optional.empty(),
                  object.fingerprint(),
                  seen.condition(),
                  object.lastModified().plusMillis(2));
    }
  }

  /** From here on, only writers write to the standby. */
  void promote() {
    write(standby, ReservedKeys.PROMOTED.value(), "");
    promotedAt = versions.newest(ReservedKeys.PROMOTED).get(0).time();
  }

  Failback failback(Journal journal, boolean deep) {
    return new Failback(
        stores,
        versions,
        new BucketClient(primary, BUCKET, Optional.empty()),
        new BucketClient(standby, BUCKET, Optional.empty()),
        new Failback.Options(
            "", Scope.ALL, Dialect.MINIO.correctReplica(HeldLabels.MINIO), promotedAt, deep, 4),
        journal);
  }

  FailbackResult plan(Path report) throws Exception {
    try (Journal journal = Journal.read(report)) {
      return failback(journal, false).plan(() -> false, line -> {});
    }
  }

  FailbackResult apply(Path report, Decisions decisions) throws Exception {
    return apply(report, decisions, () -> false);
  }

  FailbackResult apply(Path report, Decisions decisions, BooleanSupplier stopped) throws Exception {
    tick();
    try (Journal journal = Journal.open(report)) {
      return failback(journal, false).apply(decisions, stopped, line -> {});
    }
  }

  @Override
  public void close() {
    primary.close();
    standby.close();
    versions.close();
    stores.close();
    primaryServer.close();
    standbyServer.close();
  }
}
