package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.FaultPlan;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;

/**
 * Everything that the probe checks, healthy: two endpoints, an edge, MinIO's metrics, three queues
 * and a replicator of heartbeats. Each part can be made to fail.
 */
final class ProbeFixture implements AutoCloseable {
  static final String METRICS = "/minio/v2/metrics/cluster";

  /** Metrics in the format of MinIO. */
  static final String HALF_FULL =
      """
      # TYPE minio_cluster_capacity_usable_free_bytes gauge
      minio_cluster_capacity_usable_free_bytes{server="127.0.0.1:9000"} 5.0e+10
      # TYPE minio_cluster_capacity_usable_total_bytes gauge
      minio_cluster_capacity_usable_total_bytes{server="127.0.0.1:9000"} 1.0e+11
      """;

  final S3Endpoint primary;
  final S3Endpoint standby;
  final S3Client toPrimary;
  final S3Client toStandby;
  final FakeSite edge = new FakeSite().page("/.origin/health", 200, "ok-primary\n");
  final FakeSite metrics = new FakeSite().guarded(METRICS, HALF_FULL, "Bearer ey");
  final QueueServer queues = new QueueServer();
  private final Map<String, String> variables = new HashMap<>();

  /** Whether changes of the primary reach the standby. */
  volatile boolean replicating = true;

  /** The heartbeat that the standby shows instead of the one that was written. */
  volatile UnaryOperator<Instant> replacedBy = beat -> beat;

  volatile FaultPlan primaryFaults = (operation, bucket, key) -> Fault.NONE;
  volatile FaultPlan standbyFaults = (operation, bucket, key) -> Fault.NONE;

  ProbeFixture() {
    this(S3Endpoint.builder());
  }

  /**
   * @param forStandby the builder of the standby's endpoint
   */
  ProbeFixture(S3Endpoint.Builder forStandby) {
    primary =
        S3Endpoint.builder()
            .credentials("pk", "ps")
            .notifications((arn, bodies) -> replicate())
            .faults((o, b, k) -> primaryFaults.next(o, b, k))
            .start();
    standby =
        forStandby
            .quirks(Quirks.MINIO)
            .credentials("sk", "ss")
            .faults((o, b, k) -> standbyFaults.next(o, b, k))
            .start();
    toPrimary = client(primary.uri(), "pk", "ps");
    toStandby = client(standby.uri(), "sk", "ss");
    primary.createBucket("primary", true);
    standby.createBucket("standby", true);
    notifying(List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*"), "");
    health(toPrimary, "primary", "ok-primary");
    queues.queue("changes", 3, 2, 1);
    queues.queue("repairs", 0, 0, 0);
    queues.queue("dead", 0, 0, 0);
    variables.putAll(
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "pk",
            "AWS_SECRET_ACCESS_KEY", "ps",
            "PRIMARY_BUCKET", "primary",
            "PRIMARY_ENDPOINT", primary.uri().toString(),
            "STANDBY_BUCKET", "standby",
            "STANDBY_ENDPOINT", standby.uri().toString(),
            "STANDBY_ACCESS_KEY", "sk",
            "STANDBY_SECRET_KEY", "ss",
            "SQS_ENDPOINT", queues.endpoint()));
    variables.putAll(
        Map.of(
            "CHANGES_QUEUE_URL", queues.url("changes"),
            "REPAIRS_QUEUE_URL", queues.url("repairs"),
            "DEAD_LETTER_QUEUE_URL", queues.url("dead"),
            "PRIMARY_HEALTH_URL", primary.uri() + "/primary/.origin/health",
            "STANDBY_HEALTH_URL", standby.uri() + "/standby/.origin/health",
            "PUBLIC_URL", edge.uri().toString(),
            "STANDBY_METRICS_URL", metrics.url(METRICS)));
  }

  /** Makes the standby readable for everyone and writes its health object. */
  ProbeFixture serving() {
    health(toStandby, "standby", "ok-standby");
    toStandby.putBucketPolicy(
        r ->
            r.bucket("standby")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},
                    "Action":["s3:GetObject"],"Resource":["arn:aws:s3:::standby/*"]}]}\
                    """));
    return this;
  }

  ProbeFixture with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  ProbeFixture without(String variable) {
    variables.remove(variable);
    return this;
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Runs all checks. */
  ProbeReport run() {
    return run(ProbeRequest.of(Map.of()), 1);
  }

  /** Runs some checks. */
  ProbeReport run(String... only) {
    return run(ProbeRequest.of(Map.of("only", List.of(only))), 1);
  }

  ProbeReport run(ProbeRequest request, long seed) {
    ProbeConfig config = ProbeConfig.of(new Environment(variables));
    return new Probe(config, () -> HealthProbeWiring.checks(config, new SplittableRandom(seed)))
        .run(request);
  }

  /** Sets the primary's event notification for keys with this prefix. */
  void notifying(List<String> events, String prefix) {
    notifying("arn:aws:sqs:us-east-1:000000000000:changes", events, prefix);
  }

  /** One entry for each prefix. */
  void notifying(String queueArn, List<String> events, String... prefixes) {
    List<QueueConfiguration> entries =
        Stream.of(prefixes).map(prefix -> entry(queueArn, events, prefix)).toList();
    toPrimary.putBucketNotificationConfiguration(
        r -> r.bucket("primary").notificationConfiguration(n -> n.queueConfigurations(entries)));
  }

  private static QueueConfiguration entry(String queueArn, List<String> events, String prefix) {
    FilterRule rule = FilterRule.builder().name(FilterRuleName.PREFIX).value(prefix).build();
    QueueConfiguration.Builder queue =
        QueueConfiguration.builder().queueArn(queueArn).eventsWithStrings(events);
    if (!prefix.isEmpty()) {
      queue.filter(f -> f.key(k -> k.filterRules(rule)));
    }
    return queue.build();
  }

  private void replicate() {
    if (replicating) {
      String written =
          toPrimary
              .getObjectAsBytes(r -> r.bucket("primary").key(ReservedKeys.HEARTBEAT.value()))
              .asUtf8String();
      replica(
          ReservedKeys.HEARTBEAT,
          replacedBy.apply(Instant.parse(written)).toString().getBytes(UTF_8),
          Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /** Writes a replica, as the replicator does. */
  void replica(ObjectKey key, byte[] content, Instant stamp) {
    StandbySecret secret = new StandbySecret(standby.uri(), "sk", "ss", TlsMaterial.NONE);
    try (S3Standby store = S3Standby.connect(secret, "standby", new CallCounter())) {
      ETag etag = new ETag("replica-" + stamp.toEpochMilli());
      store.put(
          key,
          content,
          Optional.empty(),
          new Fingerprint(etag, content.length, Attributes.NONE),
          store.head(key).condition(),
          stamp);
    }
  }

  void heartbeatShown(Instant time) {
    replica(ReservedKeys.HEARTBEAT, time.toString().getBytes(UTF_8), time);
  }

  private static void health(S3Client s3, String bucket, String body) {
    s3.putObject(r -> r.bucket(bucket).key(".origin/health"), RequestBody.fromString(body));
  }

  static S3Client client(URI endpoint, String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .build();
  }

  @Override
  public void close() {
    toPrimary.close();
    toStandby.close();
    primary.close();
    standby.close();
    edge.close();
    metrics.close();
    queues.close();
  }
}
