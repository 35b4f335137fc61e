package dev.understudy.lab.drill;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.HealthChecker;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What a drill runs on: the stack, an edge in front of both buckets, a writer and readers. Closing
 * it stops all of these except the stack.
 */
public final class DrillEnvironment implements AutoCloseable {
  /** Reads begun per second. */
  static final int READS_PER_SECOND = 40;

  /** The writer's pause after each write. */
  static final Duration BETWEEN_WRITES = Duration.ofMillis(50);

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int OBJECTS = 40;

  private final Stack stack;
  private final EdgeSettings settings;
  private final Ledger ledger = new Ledger();
  private final Map<String, Long> changes = new ConcurrentHashMap<>();
  private final S3Endpoint primary;
  private final Writer writer;
  private final DrillWriter writes;
  private final Edge edge;
  private final Readers readers;

  private DrillEnvironment(
      Stack stack, Optional<EdgeOrigin> standby, EdgeSettings settings, SplittableRandom random) {
    this.stack = stack;
    this.settings = settings;
    this.primary = embeddedPrimary(stack);
    List<String> keys =
        IntStream.range(0, OBJECTS).mapToObj("site/page-%02d.txt"::formatted).toList();
    this.edge =
        Edge.start(
            origins(stack, standby),
            settings.monitors(),
            settings.limits(),
            HealthChecker::overHttp,
            this::changed);
    this.writer = Writer.open(stack.primary());
    this.writes = new DrillWriter(writer, keys, ledger, BETWEEN_WRITES, random.split());
    awaitReplication(stack, writes);
    this.readers =
        Readers.start(
            edge,
            keys,
            READS_PER_SECOND,
            ledger,
            settings.limits().read().multipliedBy(3),
            random.split());
  }

  private static void awaitReplication(Stack stack, DrillWriter writes) {
    writes.pause();
    boolean replicated = stack.awaitQuiet(TIMEOUT, backlog -> {});
    writes.resume();
    if (!replicated) {
      throw new IllegalStateException("The standby did not catch up within " + TIMEOUT);
    }
  }

  private static List<EdgeOrigin> origins(Stack stack, Optional<EdgeOrigin> standby) {
    return List.of(
        PublicOrigin.origin("primary", stack.primary()),
        standby.orElseGet(() -> PublicOrigin.origin("standby", stack.standby())));
  }

  private static S3Endpoint embeddedPrimary(Stack stack) {
    return stack
        .embeddedPrimary()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "PRIMARY_ENDPOINT names a real primary, but a drill makes the primary fail:"
                        + " unset the variable to use an embedded primary"));
  }

  /**
   * Waits until both buckets are equal and starts the edge, the writer and the readers.
   *
   * @param standby the standby's origin, if one exists; else the bucket is made an origin
   * @throws ConfigurationException if the primary is a real server
   * @throws IllegalStateException if the standby does not catch up within a minute
   */
  public static DrillEnvironment start(
      Stack stack, Optional<EdgeOrigin> standby, EdgeSettings settings, SplittableRandom random) {
    return new DrillEnvironment(stack, standby, settings, random);
  }

  private void changed(Pool pool, Health health) {
    changes.put(pool.origin().name() + " " + health, System.nanoTime());
  }

  /** When the pool's health last changed to this value, as {@link System#nanoTime}. */
  Optional<Long> changedAt(String pool, Health health) {
    return Optional.ofNullable(changes.get(pool + " " + health));
  }

  /** Runs one drill and prints its timeline. */
  DrillResult run(Failure failure, SplittableRandom random, Timeline timeline)
      throws InterruptedException {
    return new FailoverDrill(this, failure, random, timeline).run();
  }

  /** The edge's address, which readers use. */
  public URI address() {
    return edge.uri();
  }

  Stack stack() {
    return stack;
  }

  EdgeSettings settings() {
    return settings;
  }

  Ledger ledger() {
    return ledger;
  }

  S3Endpoint primary() {
    return primary;
  }

  DrillWriter writes() {
    return writes;
  }

  Edge edge() {
    return edge;
  }

  Readers readers() {
    return readers;
  }

  @Override
  public void close() {
    readers.close();
    writes.close();
    writer.close();
    edge.close();
  }
}
