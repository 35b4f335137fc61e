package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.net.TcpProxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * More large objects than the line to the standby carries within one invocation. Time passes with
 * the bytes that the line carries, so that a busy machine changes nothing.
 */
class SlowLineTest extends EndpointPair {
  private static final int OBJECTS = 40;
  private static final int BYTES = (8 << 20) + (512 << 10);
  private static final long ALL_BYTES = (long) OBJECTS * BYTES;
  private static final int BATCH = 10;
  private static final long BYTES_PER_INVOCATION = ALL_BYTES / 10;
  private static final Duration INVOCATION = Duration.ofSeconds(280);
  private static final Duration GUARD = Duration.ofSeconds(20);

  /** Far above the number from which a failing message is parked. */
  private static final int RECEIVES = 50;

  private final TcpProxy wire = TcpProxy.to(standby.uri());
  private final RecordingQueue queue = new RecordingQueue();
  private final Deque<String> hints = new ArrayDeque<>();

  @AfterEach
  void closeWire() {
    wire.close();
  }

  @Test
  void carriesLittleMoreThanTheObjectsThoughAnInvocationCopiesATenth() {
    writeObjects();
    Replicator replicator = replicator();

    for (int invocation = 0; invocation < 100 && !hints.isEmpty(); invocation++) {
      replicate(replicator);
    }

    assertThat(hints).as("hints that are left").isEmpty();
    assertThat(queue.parked).isEmpty();
    assertThat((double) wire.bytesUp() / ALL_BYTES)
        .as("bytes sent, of those needed")
        .isLessThan(1.2);
    try (S3Client reader = client(standby.uri(), "sak", "ssk")) {
      assertThat(keys(reader, "film-")).hasSize(OBJECTS);
      assertThat(keys(reader, ReservedKeys.UPLOADS)).as("records left behind").isEmpty();
      for (int film = 0; film < OBJECTS; film++) {
        String key = "film-" + film;
        assertThat(reader.listMultipartUploads(r -> r.bucket("standby").prefix(key)).uploads())
            .as("uploads left behind")
            .isEmpty();
      }
    }
  }

  private static List<String> keys(S3Client reader, String prefix) {
    return reader.listObjectsV2(r -> r.bucket("standby").prefix(prefix)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  private void writeObjects() {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    for (int film = 0; film < OBJECTS; film++) {
      String key = "film-" + film;
      if (film == 0) {
        writer.putObject(r -> r.bucket("primary").key(key), RequestBody.fromBytes(content));
      } else {
        writer.copyObject(
            r ->
                r.sourceBucket("primary")
                    .sourceKey("film-0")
                    .destinationBucket("primary")
                    .destinationKey(key));
      }
      hints.add("{\"bucket\":\"primary\",\"key\":\"%s\"}".formatted(key));
    }
  }

  /** One invocation. What failed returns, and fresh hints are added. */
  private void replicate(Replicator replicator) {
    List<QueueMessage> batch = new ArrayList<>();
    while (batch.size() < BATCH && !hints.isEmpty()) {
      batch.add(new QueueMessage("changes", "m" + batch.size(), "h", hints.remove(), RECEIVES));
    }
    long before = wire.bytesUp();
    Deadline deadline =
        new Deadline(
            () ->
                INVOCATION.plus(GUARD).toMillis()
                    - (wire.bytesUp() - before) * INVOCATION.toMillis() / BYTES_PER_INVOCATION,
            GUARD);
    List<String> failed = replicator.replicate(batch, new Invocation("request", deadline));
    batch.stream().filter(m -> failed.contains(m.id())).forEach(m -> hints.add(m.body()));
    queue.sent.forEach(hint -> hints.add(hint.toJson("primary")));
    queue.sent.clear();
  }

  private Replicator replicator() {
    ReplicatorConfig config =
        ReplicatorConfig.of(new Environment(environment(Map.of("PART_SIZE_MIB", "5"))));
    TlsMaterial none = new TlsMaterial(Optional.empty(), Optional.empty(), Optional.empty());
    StandbySecret secret = new StandbySecret(wire.uri(), "sak", "ssk", none);
    CallCounter calls = new CallCounter();
    StoreConnections stores =
        new StoreConnections(
            () -> secret,
            current ->
                new StoreConnections.Connection(
                    current,
                    config.deployment().connect(current, calls, () -> 0),
                    config.parts(),
                    ScopeSource.of(config.scope()),
                    Clock.systemUTC()));
    OutcomeTelemetry outcomes = new OutcomeTelemetry(new Telemetry("primary"), Clock.systemUTC());
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    return new Replicator(
        new HintReader("primary"),
        new KeyBatch(stores, queue, calls, outcomes, pool, Bandwidth.UNLIMITED),
        queue,
        new Backoff(new SplittableRandom(1)),
        new Parking(queue, stores, outcomes, pool, config.parkAfterReceives()));
  }
}
