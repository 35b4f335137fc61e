package dev.understudy.lab.drill;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.HealthChecker;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Terminal;
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
 * What drills are played on: the running stack, an edge before both of its buckets, a writer and
 * readers. Closing it ends all but the stack.
 */
public final class DrillEnvironment implements AutoCloseable {
  /** How many readers come each second. */
  static final int READS_EACH_SECOND = 40;

  /** How long the writer rests after each write. */
  static final Duration BETWEEN_WRITES = Duration.ofMillis(50);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int OBJECTS = 40;

  private final Stack stack;
  private final EdgeSettings scale;
  private final Ledger ledger = new Ledger();
  private final Map<String, Long> changes = new ConcurrentHashMap<>();
  private final S3Endpoint primary;
  private final Writer writer;
  private final DrillWriter writes;
  private final Edge edge;
  private final Readers readers;

  private DrillEnvironment(
      Stack stack, Optional<EdgeOrigin> standby, EdgeSettings scale, SplittableRandom random) {
    this.stack = stack;
    this.scale = scale;
    this.primary = ours(stack);
    List<String> keys =
        IntStream.range(0, OBJECTS).mapToObj("site/page-%02d.txt"::formatted).toList();
    List<EdgeOrigin> origins =
        List.of(
            PublicOrigin.origin("primary", stack.primary()),
            standby.orElseGet(() -> PublicOrigin.origin("standby", stack.standby())));
    this.edge =
        Edge.start(
            origins, scale.monitors(), scale.limits(), HealthChecker::overHttp, this::changed);
    this.writer = Writer.open(stack.primary());
    this.writes = new DrillWriter(writer, keys, ledger, BETWEEN_WRITES, random.split());
    writes.pause();
    boolean replicated = stack.awaitQuiet(PATIENCE, backlog -> {});
    writes.resume();
    if (!replicated) {
      throw new IllegalStateException("The standby did not catch up within " + PATIENCE);
    }
    this.readers =
        Readers.start(
            edge,
            keys,
            READS_EACH_SECOND,
            ledger,
            scale.limits().read().multipliedBy(3),
            random.split());
  }

  private static S3Endpoint ours(Stack stack) {
    return stack
        .embeddedPrimary()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "PRIMARY_ENDPOINT names a real primary, and a drill makes the primary fail:"
                        + " leave the variable out for an embedded one"));
  }

  /**
   * Begins to write and to read, both sides equal.
   *
   * @param standby where the edge finds the standby, if somebody has made the bucket an origin
   *     already; else it is made one
   * @throws ConfigurationException if the primary is a real server
   */
  public static DrillEnvironment set(
      Stack stack, Optional<EdgeOrigin> standby, EdgeSettings scale, SplittableRandom random) {
    return new DrillEnvironment(stack, standby, scale, random);
  }

  private void changed(Pool pool, Health health) {
    changes.put(pool.origin().name() + " " + health, System.nanoTime());
  }

  /** When the pool's health last became this, as {@code nanoTime}. */
  Optional<Long> changedAt(String pool, Health health) {
    return Optional.ofNullable(changes.get(pool + " " + health));
  }

  /** Plays one drill to its end and tells it as it goes. */
  public DrillResult play(Failure failure, SplittableRandom random, Terminal screen)
      throws InterruptedException {
    return new FailoverDrill(this, failure, random, new Timeline(screen)).run();
  }

  /** Where readers read. */
  public URI address() {
    return edge.uri();
  }

  Stack stack() {
    return stack;
  }

  EdgeSettings scale() {
    return scale;
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
