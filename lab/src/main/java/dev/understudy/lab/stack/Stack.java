package dev.understudy.lab.stack;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queues;
import java.net.URI;
import java.time.Duration;
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
  private final SqsNotifications notifications;
  private final StackStore primary;
  private final StackStore standby;
  private final StackVariables variables;
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
    this.notifications = new SqsNotifications(queue.client(), queue.queues().changes());
    this.primary =
        StackStore.primary(config, ports.primary(), queue, notifications, resources, announce);
    this.standby = StackStore.standby(config, ports.standby(), resources, announce);
    this.variables = new StackVariables(primary.access(), standby.access(), queue);
    this.function =
        StackFunctions.start(
            variables.forFunctions(config.awsKeys(), timings),
            timings,
            config.reconcilerRanges(),
            ports,
            queue,
            resources);
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

  /** The variables that a client needs, in display order. */
  public Map<String, String> variables() {
    return variables.forClients(function.lambda().uri(), function.cloudWatch().uri());
  }

  /** The variables of a function in a container on this machine, as far as the template differs. */
  public Map<String, String> containerVariables() {
    return variables.forContainers(function.cloudWatch().uri());
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

  /**
   * Passes every further JSON line of the functions' log to the reader, in the thread that logs it,
   * until the stack is closed.
   */
  public void follow(Consumer<String> reader) {
    resources.add(LogTap.open(reader));
  }

  /**
   * Loses the event notifications of an embedded primary from now on, as S3 may in rare cases. A
   * real primary sends its own.
   */
  public void loseEvents(Duration time) {
    notifications.loseFor(time);
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
