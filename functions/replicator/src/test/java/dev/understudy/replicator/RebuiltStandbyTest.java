package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby that was lost and built again, while the replicator's environments live on. */
class RebuiltStandbyTest extends EndpointPair {
  private final AtomicReference<StandbySecret> secret = new AtomicReference<>();
  private final RecordingQueue queue = new RecordingQueue();

  @Test
  void isTrustedOnceTheSecretHasItsNewAuthority(@TempDir Path folder) throws IOException {
    write("a", "hello");
    TestAuthority first = new TestAuthority(Files.createDirectory(folder.resolve("first")));
    startStandby(first, 0);
    Replicator replicator = replicator();
    assertThat(replicate(replicator)).isEmpty();

    TestAuthority second = new TestAuthority(Files.createDirectory(folder.resolve("second")));
    startStandby(second, standby.uri().getPort());
    // The first call may fail on a connection of the old server.
    replicate(replicator);

    assertThat(replicate(replicator)).isEmpty();
    assertThat(standby.calls().of("PutObject")).isPositive();
  }

  private void startStandby(TestAuthority authority, int port) {
    standby.close();
    standby =
        standby().port(port).tls(authority.server("127.0.0.1").serverContext(), false).start();
    standby.createBucket("standby", true);
    secret.set(
        new StandbySecret(
            standby.uri(),
            "sak",
            "ssk",
            new TlsMaterial(Optional.of(authority.caPem()), Optional.empty(), Optional.empty())));
  }

  private List<String> replicate(Replicator replicator) {
    return replicator.replicate(
        List.of(
            new QueueMessage(
                "changes", "m", "handle", "{\"bucket\":\"primary\",\"key\":\"a\"}", 1)),
        new Invocation("request", new Deadline(() -> 300_000, Duration.ofSeconds(20))));
  }

  private Replicator replicator() {
    ReplicatorConfig config = ReplicatorConfig.of(new Environment(environment(Map.of())));
    CallCounter calls = new CallCounter();
    StoreConnections stores =
        new StoreConnections(
            secret::get,
            current ->
                new StoreConnections.Connection(
                    current,
                    config.deployment().connect(current, calls, () -> 0),
                    config.parts(),
                    ScopeSource.of(config.scope()),
                    Clock.systemUTC()));
    OutcomeTelemetry outcomes = new OutcomeTelemetry(new Telemetry("primary"), Clock.systemUTC());
    TaskPool pool = new TaskPool(2, stores::disconnect);
    return new Replicator(
        new HintReader("primary"),
        new KeyBatch(stores, queue, calls, outcomes, pool, Bandwidth.UNLIMITED),
        queue,
        new Backoff(new SplittableRandom(1)),
        new Parking(queue, stores, outcomes, pool, 10));
  }
}
