package dev.understudy.lab.stack;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.Listening;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.queue.SqsServer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The whole system in this JVM: a primary that tells a queue of its changes, the real replicator
 * that Lambda would run, fed by the queue, and the standby that it keeps current. Each server is
 * embedded unless the configuration names a real one, which then gets what it lacks.
 *
 * <p>Longer than most classes here because all parts meet in it and all that is asked of them.
 */
public final class Stack implements AutoCloseable {
  /** A function's name in the Lambda API. */
  public static final String FUNCTION = StackFunctions.REPLICATOR;

  /** A function's name in the Lambda API. */
  public static final String RECONCILER = StackFunctions.RECONCILER;

  /** A function's name in the Lambda API. */
  public static final String PROBE = StackFunctions.PROBE;

  private static final Duration REAL_SERVERS_DELAY = Duration.ofSeconds(5);

  private final ResourceStack open;
  private final StackQueues queue;
  private final StackStore primary;
  private final StackStore standby;
  private final StackFunctions function;
  private final QuiescenceCheck quiet;

  private Stack(
      StackConfig config, StackTimings pace, ResourceStack open, Consumer<String> announce) {
    Ports ports = Ports.of(config);
    this.open = open;
    this.queue = StackQueues.start(config, pace, ports.sqs(), open, announce);
    this.primary = StackStore.primary(config, ports.primary(), queue, open, announce);
    this.standby = StackStore.standby(config, ports.standby(), open, announce);
    this.function =
        StackFunctions.start(functionEnvironment(config, pace), pace, ports, queue, open);
    boolean allOurs = primary.embedded().isPresent() && config.sqsEndpoint().isEmpty();
    this.quiet =
        new QuiescenceCheck(
            () -> primary.embedded().map(S3Endpoint::notificationsDrained).orElse(true),
            this::backlog,
            allOurs ? Duration.ZERO : REAL_SERVERS_DELAY);
  }

  /**
   * Starts everything; ready when this returns.
   *
   * @param announce told about everything that was missing on a real server and has been created
   * @throws dev.understudy.core.config.ConfigurationException naming the variable, if a real server
   *     cannot be used or a port is taken
   */
  public static Stack start(StackConfig config, StackTimings pace, Consumer<String> announce) {
    ResourceStack open = new ResourceStack();
    try {
      return new Stack(config, pace, open, announce);
    } catch (RuntimeException | Error e) {
      open.close();
      throw e;
    }
  }

  private Map<String, String> functionEnvironment(StackConfig config, StackTimings pace) {
    Map<String, String> variables = new LinkedHashMap<>(storeAndQueueVariables());
    config.awsKeys().sessionToken().ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    variables.put("DEADLINE_GUARD_SECONDS", Long.toString(pace.guard().toSeconds()));
    variables.put("GRACE_SECONDS", Long.toString(pace.grace().toSeconds()));
    variables.putAll(addressesToProbe());
    return variables;
  }

  /** There is no edge here, and an embedded standby has no disk to tell of. */
  private Map<String, String> addressesToProbe() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PRIMARY_HEALTH_URL", health(primary()));
    variables.put("STANDBY_HEALTH_URL", health(standby()));
    if (!standby().embedded()) {
      variables.put(
          "STANDBY_METRICS_URL",
          standby().endpoint().resolve("/minio/v2/metrics/cluster").toString());
    }
    variables.put("CHECK_TIMEOUT_SECONDS", "5");
    return variables;
  }

  private static String health(StoreAccess store) {
    return store
        .endpoint()
        .resolve("/%s/%s".formatted(store.bucket(), HealthObject.KEY))
        .toString();
  }

  /** What a client needs to know, as variables, in the order in which to show them. */
  public Map<String, String> variables() {
    Map<String, String> variables = storeAndQueueVariables();
    variables.put("LAMBDA_ENDPOINT", function.lambda().uri().toString());
    variables.put("CLOUDWATCH_ENDPOINT", function.cloudWatch().uri().toString());
    return variables;
  }

  /**
   * What a function in a container on this machine needs to be told, as far as it differs from what
   * is deployed. The keys for AWS are not among them: SAM hands on those of its own environment.
   */
  public Map<String, String> containerVariables() {
    Map<String, String> variables = storeAndQueueVariables();
    variables.keySet().removeIf(name -> name.startsWith("AWS_"));
    variables.put("CLOUDWATCH_ENDPOINT", function.cloudWatch().uri().toString());
    addressesToProbe().forEach(variables::put);
    variables.remove("CHECK_TIMEOUT_SECONDS");
    variables.replaceAll(
        (name, value) ->
            name.endsWith("_ENDPOINT") || name.endsWith("_URL")
                ? Listening.fromContainers(URI.create(value)).toString()
                : value);
    // The template's are names of parameters, which nobody looks up here.
    variables.put("PRIMARY_OWNER", primary().embedded() ? SqsServer.ACCOUNT : "");
    variables.put("STANDBY_SECRET_ID", "");
    variables.put("PUBLIC_URL", "");
    return variables;
  }

  private Map<String, String> storeAndQueueVariables() {
    StoreAccess ours = primary();
    StoreAccess theirs = standby();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", ours.keys().accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", ours.keys().secretKey());
    variables.put("AWS_REGION", ours.region());
    variables.put("PRIMARY_ENDPOINT", ours.endpoint().toString());
    variables.put("PRIMARY_BUCKET", ours.bucket());
    variables.put("STANDBY_ENDPOINT", theirs.endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", theirs.keys().accessKey());
    variables.put("STANDBY_SECRET_KEY", theirs.keys().secretKey());
    variables.put("STANDBY_BUCKET", theirs.bucket());
    variables.put("SQS_ENDPOINT", queue.endpoint().toString());
    variables.put("CHANGES_QUEUE_URL", queues().changes().url());
    variables.put("REPAIRS_QUEUE_URL", queues().repairs().url());
    variables.put("DEAD_LETTER_QUEUE_URL", queues().deadLetter().url());
    return variables;
  }

  public StoreAccess primary() {
    return primary.access();
  }

  public StoreAccess standby() {
    return standby.access();
  }

  /** The primary's server if it is embedded: it can be taken down. */
  public Optional<S3Endpoint> embeddedPrimary() {
    return primary.embedded();
  }

  /** The standby's server if it is embedded: it can be taken down. */
  public Optional<S3Endpoint> embeddedStandby() {
    return standby.embedded();
  }

  public Queues queues() {
    return queue.queues();
  }

  /** A client of the queues; closed with the stack. */
  public SqsClient sqs() {
    return queue.client();
  }

  public URI lambdaEndpoint() {
    return function.lambda().uri();
  }

  /** A client of the Lambda API; the caller closes it. */
  public LambdaClient lambda() {
    return LambdaClient.builder()
        .endpointOverride(lambdaEndpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(primary().keys().provider())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** A metric that the replicator has told, such as {@code Lag} (in seconds) or {@code Copied}. */
  public Series metric(String name) {
    Map<String, String> dimensions = Map.of(Telemetry.DIMENSION, primary().bucket());
    return function.cloudWatch().metrics().of(new MetricId(Telemetry.NAMESPACE, name, dimensions));
  }

  /** Lines of the replicator out of which CloudWatch could read no metrics; none is right. */
  public long unreadableLines() {
    return function.lines().unreadable();
  }

  /** How many hints have been sent and not yet worked off, as far as the servers know. */
  public Backlog backlog() {
    return queues().backlog(queues().changes()).plus(queues().backlog(queues().repairs()));
  }

  /**
   * Waits until every change made so far is worked off.
   *
   * @param progress shown the backlog now and then
   * @return false if there was still some when the time was over
   */
  public boolean awaitQuiet(Duration limit, Consumer<Backlog> progress) {
    return quiet.await(limit, progress);
  }

  /** Stops receiving, lets what runs end, then stops the servers that are ours. */
  @Override
  public void close() {
    open.close();
  }
}
