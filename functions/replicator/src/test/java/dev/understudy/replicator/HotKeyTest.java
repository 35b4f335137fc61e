package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand events for one key, worked off by ten invocations at a time. */
class HotKeyTest {
  private static final ObjectKey KEY = new ObjectKey("hot");
  private static final int BATCHES = 1_000;
  private static final int CHANGES = 200;

  private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final AtomicInteger copies = new AtomicInteger();

  @Test
  void costsFewCopiesAndEndsEqual() throws Exception {
    standby.after((operation, key) -> copies.addAndGet(operation.equals("put") ? 1 : 0));
    Replicator replicator = replicator();
    ExecutorService invocations = Executors.newFixedThreadPool(10);
    List<Future<List<String>>> answers = new ArrayList<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      if (batch % (BATCHES / CHANGES) == 0) {
        primary.put(KEY, ("version " + batch).getBytes(UTF_8), Samples.typed("text/plain"));
      }
      answers.add(invocations.submit(() -> replicate(replicator)));
    }
    invocations.shutdown();
    for (Future<List<String>> answer : answers) {
      assertThat(answer.get()).as("messages that must come back").isEmpty();
    }

    replicate(replicator);

    assertThat(standby.content(KEY)).hasValue("version 995".getBytes(UTF_8));
    assertThat(queue.parked).isEmpty();
    assertThat(copies.get()).as("writes tried, for 10,000 events").isLessThan(10 * CHANGES);
  }

  private static List<String> replicate(Replicator replicator) {
    List<QueueMessage> batch =
        IntStream.range(0, 10)
            .mapToObj(
                n ->
                    new QueueMessage(
                        "changes", "m" + n, "h", "{\"bucket\":\"primary\",\"key\":\"hot\"}", 1))
            .toList();
    return replicator.replicate(
        batch, new Invocation("request", new Deadline(() -> 300_000, Duration.ofSeconds(20))));
  }

  private Replicator replicator() {
    OutcomeTelemetry signals = new OutcomeTelemetry(new Telemetry("primary"), Clock.systemUTC());
    StandbySecret secret =
        new StandbySecret(URI.create("https://standby.test"), "ak", "sk", TlsMaterial.NONE);
    PartSettings parts = new PartSettings(5 << 20, 3, 64 << 20);
    StoreConnections stores =
        new StoreConnections(
            () -> secret,
            s ->
                new StoreConnections.Connection(
                    s,
                    Replicators.stores(primary, standby, () -> {}),
                    parts,
                    ScopeSource.of(Scope.ALL),
                    Clock.systemUTC()));
    TaskPool pool = new TaskPool(2, stores::disconnect);
    return new Replicator(
        new HintReader("primary"),
        new KeyBatch(stores, queue, new CallCounter(), signals, pool, Bandwidth.UNLIMITED),
        queue,
        new Backoff(new SplittableRandom(1)),
        new Parking(queue, stores, signals, pool, 10));
  }
}
