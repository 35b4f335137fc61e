package dev.understudy.lab.stack;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.ListenAddress;
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
 * The whole system in this JVM: primary, queues, the three functions with the code that is
 * deployed, and the standby. Each server is embedded unless the configuration names a real one; a
 * real server gets the buckets, queues and settings that it lacks.
 */
public final class Stack implements AutoCloseable {
  /** The replicator's name in the Lambda API. */
  public static final String FUNCTION = StackFunctions.REPLICATOR;

  /** The reconciler's name in the Lambda API. */
  public static final String RECONCILER = StackFunctions.RECONCILER;

  /** The health probe's name in the Lambda API. */
  public static final String PROBE = StackFunctions.PROBE;

  private static final Duration REAL_SERVERS_DELAY = Duration.ofSeconds(5);

  private final ResourceStack resources;
  private final StackQueues queue;
  private final StackStore primary;
  private final StackStore standby;
  private final StackFunctions function;
  private final QuiescenceCheck quiet;

  private Stack(
      StackConfig config,
      StackTimings timings,
      ResourceStack resources,
      Consumer<String> announce) {
    Ports ports = Ports.of(config);
    this.resources = resources;
    this.queue = StackQueues.start(config, timings, ports.sqs(), resources, announce);
    this.primary = StackStore.primary(config, ports.primary(), queue, resources, announce);
    this.standby = StackStore.standby(config, ports.standby(), resources, announce);
    this.function =
        StackFunctions.start(
            functionEnvironment(config, timings), timings, ports, queue, resources);
    boolean allEmbedded = primary.embedded().isPresent() && config.sqsEndpoint().isEmpty();
    this.quiet =
        new QuiescenceCheck(
            () -> primary.embedded().map(S3Endpoint::notificationsDrained).orElse(true),
            this::backlog,
            allEmbedded ? Duration.ZERO : REAL_SERVERS_DELAY);
  }

  /**
   * Starts all parts; the stack is ready when this returns, and the caller closes it.
   *
   * @param announce receives a line for everything created on a real server
   * @throws dev.understudy.core.config.ConfigurationException naming the variable, if a real server
   *     cannot be used or a port is in use
   */
  public static Stack start(StackConfig config, StackTimings timings, Consumer<String> announce) {
    ResourceStack resources = new ResourceStack();
    try {
      return new Stack(config, timings, resources, announce);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private Map<String, String> functionEnvironment(StackConfig config, StackTimings timings) {
    Map<String, String> variables = new LinkedHashMap<>(storeAndQueueVariables());
    config.awsKeys().sessionToken().ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    variables.put("DEADLINE_GUARD_SECONDS", Long.toString(timings.guard().toSeconds()));
    variables.put("GRACE_SECONDS", Long.toString(timings.grace().toSeconds()));
    variables.putAll(probeVariables());
    return variables;
  }

  /** The probe's variables: the stack has no edge, and an embedded standby has no disk metrics. */
  private Map<String, String> probeVariables() {
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

  /** The variables that a client needs, in display order. */
  public Map<String, String> variables() {
    Map<String, String> variables = storeAndQueueVariables();
    variables.put("LAMBDA_ENDPOINT", function.lambda().uri().toString());
    variables.put("CLOUDWATCH_ENDPOINT", function.cloudWatch().uri().toString());
    return variables;
  }

  /**
   * The variables of a function in a container on this machine that differ from the template's. AWS
   * credentials are left out: SAM passes those of its own environment.
   */
  public Map<String, String> containerVariables() {
    Map<String, String> variables = storeAndQueueVariables();
    variables.keySet().removeIf(name -> name.startsWith("AWS_"));
    variables.put("CLOUDWATCH_ENDPOINT", function.cloudWatch().uri().toString());
    probeVariables().forEach(variables::put);
    variables.remove("CHECK_TIMEOUT_SECONDS");
    variables.replaceAll(
        (name, value) ->
            name.endsWith("_ENDPOINT") || name.endsWith("_URL")
                ? ListenAddress.fromContainers(URI.create(value)).toString()
                : value);
    // The template's values are names of SSM parameters, which do not exist here.
    variables.put("PRIMARY_OWNER", primary().embedded() ? SqsServer.ACCOUNT : "");
    variables.put("STANDBY_SECRET_ID", "");
    variables.put("PUBLIC_URL", "");
    return variables;
  }

  private Map<String, String> storeAndQueueVariables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", primary().keys().accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", primary().keys().secretKey());
    variables.put("AWS_REGION", primary().region());
    variables.put("PRIMARY_ENDPOINT", primary().endpoint().toString());
    variables.put("PRIMARY_BUCKET", primary().bucket());
    variables.put("STANDBY_ENDPOINT", standby().endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", standby().keys().accessKey());
    variables.put("STANDBY_SECRET_KEY", standby().keys().secretKey());
    variables.put("STANDBY_BUCKET", standby().bucket());
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

  /** The primary's server, if it is embedded and can be stopped. */
  public Optional<S3Endpoint> embeddedPrimary() {
    return primary.embedded();
  }

  /** The standby's server, if it is embedded and can be stopped. */
  public Optional<S3Endpoint> embeddedStandby() {
    return standby.embedded();
  }

  public Queues queues() {
    return queue.queues();
  }

  /** A client of the queues; the stack closes it. */
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

  /** A metric that a function has logged, such as {@code Lag} (in seconds) or {@code Copied}. */
  public Series metric(String name) {
    Map<String, String> dimensions = Map.of(Telemetry.DIMENSION, primary().bucket());
    return function.cloudWatch().metrics().of(new MetricId(Telemetry.NAMESPACE, name, dimensions));
  }

  /** The number of log lines that CloudWatch could not read; must be 0. */
  public long unreadableLines() {
    return function.lines().unreadable();
  }

  /** The hints in both queues, as far as the servers know. */
  public Backlog backlog() {
    return queues().backlog(queues().changes()).plus(queues().backlog(queues().repairs()));
  }

  /**
   * Waits until every change made so far is replicated.
   *
   * @param progress receives the backlog at each poll
   * @return false if changes are left at the limit
   */
  public boolean awaitQuiet(Duration limit, Consumer<Backlog> progress) {
    return quiet.await(limit, progress);
  }

  /** Stops receiving messages, waits for running invocations, then stops the embedded servers. */
  @Override
  public void close() {
    resources.close();
  }
}
