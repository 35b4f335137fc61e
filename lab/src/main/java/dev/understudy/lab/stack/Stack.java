package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queue;
import dev.understudy.lab.queue.Queues;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The whole system in this JVM: primary, queues, the three functions with the code that is
 * deployed, and the standby. Each server is embedded unless the configuration names a real one; a
 * real server gets the buckets, queues and settings that it lacks. A further standby is a stack of
 * its own that shares the primary, as each standby of an installation has a stack.
 */
public final class Stack implements AutoCloseable {
  /** The replicator's name in the Lambda API. */
  public static final String FUNCTION = StackFunctions.REPLICATOR;

  /** The reconciler's name in the Lambda API. */
  public static final String RECONCILER = StackFunctions.RECONCILER;

  /** The health probe's name in the Lambda API. */
  public static final String PROBE = StackFunctions.PROBE;

  private static final Duration REAL_SERVERS_DELAY = Duration.ofSeconds(5);

  private final StackConfig config;
  private final StackTimings timings;
  private final ResourceStack resources;
  private final StackQueues queue;
  private final StackPrimary primary;
  private final StackStore standby;
  private final StackVariables variables;
  private final StackFunctions function;
  private final QuiescenceCheck quiet;

  /** Starts the standby and the functions of a primary that has been started. */
  private Stack(
      StackConfig config,
      StackTimings timings,
      Source source,
      Ports ports,
      ResourceStack resources,
      Consumer<String> announce) {
    this.config = config;
    this.timings = timings;
    this.resources = resources;
    this.queue = source.queue();
    this.primary = source.primary();
    this.standby = StackStore.standby(config, ports.standby(), resources, announce);
    this.variables = StackVariables.of(name(), primary, standby, queue);
    this.function = StackFunctions.start(variables, config, timings, ports, queue, resources);
    boolean allEmbedded = primary().embedded() && config.sqsEndpoint().isEmpty();
    this.quiet =
        new QuiescenceCheck(
            primary::hasSentAll, this::backlog, allEmbedded ? Duration.ZERO : REAL_SERVERS_DELAY);
  }

  /** Where the functions of one standby get their messages and objects from. */
  private record Source(StackQueues queue, StackPrimary primary) {}

  /**
   * Starts all parts; the stack is ready when this returns, and the caller closes it.
   *
   * @param announce receives a line for everything created on a real server
   * @throws dev.understudy.core.config.ConfigurationException naming the variable, if a real server
   *     cannot be used or a port is in use
   */
  public static Stack start(StackConfig config, StackTimings timings, Consumer<String> announce) {
    return ResourceStack.open(
        resources -> {
          Ports ports = Ports.of(config);
          StackQueues queue = StackQueues.start(config, timings, ports.sqs(), resources, announce);
          StackPrimary primary =
              StackPrimary.start(config, ports.primary(), queue, resources, announce);
          return new Stack(config, timings, new Source(queue, primary), ports, resources, announce);
        });
  }

  /**
   * Starts a further, embedded standby of the same primary, with its own queues and functions. From
   * now on, the primary sends its events to a topic, which sends them to the queues of each
   * standby. Objects that exist already are copied by a run of the added reconciler.
   *
   * @param announce receives a line for everything created on a real server
   * @return the stack of the added standby, which the caller closes before this one
   * @throws dev.understudy.core.config.ConfigurationException if a port is in use
   * @throws IllegalStateException if the primary is a real server
   */
  public Stack addStandby(StandbyName name, Consumer<String> announce) {
    StackConfig further = config.further(name);
    return ResourceStack.open(
        added -> {
          Source source = new Source(queue.further(further, timings, announce), primary);
          Stack stack = new Stack(further, timings, source, Ports.of(further), added, announce);
          Queue changes = stack.queues().changes();
          primary.fanOut(queues().changes(), changes);
          added.add(() -> primary.notifications().unsubscribe(changes));
          return stack;
        });
  }

  /**
   * Removes a standby that was added: its subscription, functions, queues and server. The other
   * standbys and the topic stay.
   */
  public void remove() {
    close();
    queues().delete();
  }

  /** The variables that a client needs, in display order. */
  public Map<String, String> variables() {
    return variables.forClients(function.lambda().uri(), function.cloudWatch().uri());
  }

  /** The variables of a function in a container on this machine, as far as the template differs. */
  public Map<String, String> containerVariables() {
    return variables.forContainers(function.cloudWatch().uri());
  }

  /** The name of this stack's standby. */
  public StandbyName name() {
    return config.standbyName();
  }

  public StoreAccess primary() {
    return primary.access();
  }

  public StoreAccess standby() {
    return standby.access();
  }

  /** The primary's server, if it is embedded and can be stopped. */
  public Optional<S3Endpoint> embeddedPrimary() {
    return primary.store().embedded();
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
    return function.client(primary().keys());
  }

  /** A metric that a function has logged, such as {@code Lag} (in seconds) or {@code Copied}. */
  public Series metric(String name) {
    return function.metric(name, primary().bucket());
  }

  /**
   * Passes every further JSON line of the functions' log to the reader, in the thread that logs it,
   * until the stack is closed. Lines of another standby's functions are left out.
   */
  public void follow(Consumer<String> reader) {
    resources.add(function.follow(reader));
  }

  /**
   * Loses the event notifications of an embedded primary from now on, as S3 may in rare cases. A
   * real primary sends its own.
   */
  public void loseEvents(Duration time) {
    primary.notifications().loseFor(time);
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
