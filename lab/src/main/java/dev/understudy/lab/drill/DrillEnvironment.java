package dev.understudy.lab.drill;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What a drill runs on: the stack of each standby, an edge in front of all buckets, a writer and
 * readers. Closing it stops all of these except the stacks.
 */
public final class DrillEnvironment implements AutoCloseable {
  /** Reads begun per second. */
  static final int READS_PER_SECOND = 40;

  /** The writer's pause after each write. */
  static final Duration BETWEEN_WRITES = Duration.ofMillis(50);

  /** The name of the primary's origin. */
  static final String PRIMARY = "primary";

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int OBJECTS = 40;

  private final List<Stack> stacks;
  private final EdgeSettings settings;
  private final Ledger ledger = new Ledger();
  private final Map<String, Long> changes = new ConcurrentHashMap<>();
  private final Map<String, S3Endpoint> failing;
  private final Writer writer;
  private final DrillWriter writes;
  private final Edge edge;
  private final Readers readers;

  private DrillEnvironment(
      List<Stack> stacks,
      Optional<EdgeOrigin> standby,
      EdgeSettings settings,
      SplittableRandom random) {
    this.stacks = List.copyOf(stacks);
    this.settings = settings;
    this.failing = failing(stacks);
    List<String> keys =
        IntStream.range(0, OBJECTS).mapToObj("site/page-%02d.txt"::formatted).toList();
    this.edge = StackEdge.start(origins(stacks, standby), settings, this::changed);
    this.writer = Writer.open(stack().primary());
    this.writes = new DrillWriter(writer, keys, ledger, BETWEEN_WRITES, random.split());
    awaitReplication(stacks, writes);
    this.readers =
        Readers.start(
            edge,
            keys,
            READS_PER_SECOND,
            ledger,
            settings.limits().read().multipliedBy(3),
            random.split());
  }

  private static void awaitReplication(List<Stack> stacks, DrillWriter writes) {
    writes.pause();
    boolean replicated =
        stacks.stream().allMatch(stack -> stack.awaitQuiet(TIMEOUT, backlog -> {}));
    writes.resume();
    if (!replicated) {
      throw new IllegalStateException("The standby did not catch up within " + TIMEOUT);
    }
  }

  private static List<EdgeOrigin> origins(List<Stack> stacks, Optional<EdgeOrigin> standby) {
    List<EdgeOrigin> origins = new ArrayList<>();
    Stack first = stacks.get(0);
    origins.add(PublicOrigin.origin(PRIMARY, first.primary()));
    origins.add(standby.orElseGet(() -> origin(first)));
    stacks.stream().skip(1).map(DrillEnvironment::origin).forEach(origins::add);
    return origins;
  }

  private static EdgeOrigin origin(Stack stack) {
    return PublicOrigin.origin(stack.name().toString(), stack.standby());
  }

  /** The servers that fail, in this order: the primary, then every standby except the last. */
  private static Map<String, S3Endpoint> failing(List<Stack> stacks) {
    Map<String, S3Endpoint> failing = new LinkedHashMap<>();
    failing.put(PRIMARY, embedded("PRIMARY_ENDPOINT", PRIMARY, stacks.get(0).embeddedPrimary()));
    for (Stack stack : stacks.subList(0, stacks.size() - 1)) {
      failing.put(
          stack.name().toString(),
          embedded("STANDBY_ENDPOINT", "standby", stack.embeddedStandby()));
    }
    return failing;
  }

  private static S3Endpoint embedded(String variable, String what, Optional<S3Endpoint> server) {
    return server.orElseThrow(
        () ->
            new ConfigurationException(
                ("%1$s names a real %2$s, but a drill makes the %2$s fail: unset the variable to"
                        + " use an embedded %2$s")
                    .formatted(variable, what)));
  }

  /**
   * Waits until all buckets are equal and starts the edge, the writer and the readers.
   *
   * @param stacks one for each standby, the first of which owns the primary
   * @param standby the first standby's origin, if one exists; else the bucket is made an origin
   * @throws ConfigurationException if a server that has to fail is a real one
   * @throws IllegalStateException if a standby does not catch up within a minute
   */
  public static DrillEnvironment start(
      List<Stack> stacks,
      Optional<EdgeOrigin> standby,
      EdgeSettings settings,
      SplittableRandom random) {
    return new DrillEnvironment(stacks, standby, settings, random);
  }

  private void changed(Pool pool, Health health) {
    changes.put(pool.origin().name() + " " + health, System.nanoTime());
  }

  /** When the pool's health last changed to this value, as {@link System#nanoTime}. */
  Optional<Long> changedAt(String pool, Health health) {
    return Optional.ofNullable(changes.get(pool + " " + health));
  }

  /** Runs one drill, prints its timeline, and returns a result for each server that failed. */
  List<DrillResult> run(Failure failure, SplittableRandom random, Timeline timeline)
      throws InterruptedException {
    return new FailoverDrill(this, failure, random, timeline).run();
  }

  /** The edge's address, which readers use. */
  public URI address() {
    return edge.uri();
  }

  /** The stack that owns the primary. */
  Stack stack() {
    return stacks.get(0);
  }

  List<Stack> stacks() {
    return stacks;
  }

  /** The names of all origins in the order of failover. */
  List<String> origins() {
    List<String> names = new ArrayList<>(List.of(PRIMARY));
    stacks.forEach(stack -> names.add(stack.name().toString()));
    return names;
  }

  EdgeSettings settings() {
    return settings;
  }

  Ledger ledger() {
    return ledger;
  }

  /** The servers that fail, by the name of their origin, in the order in which they fail. */
  Map<String, S3Endpoint> failing() {
    return Collections.unmodifiableMap(failing);
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
