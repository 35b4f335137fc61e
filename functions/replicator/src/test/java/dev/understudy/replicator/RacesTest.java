package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.junit.Seeds;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Four workers, one writer and a reader on one key, with hints duplicated and reordered. Run one
 * seed again with {@code -Dunderstudy.seed=N}.
 */
class RacesTest {
  private static final ObjectKey KEY = new ObjectKey("hot");
  private static final int CHANGES = 60;

  @ParameterizedTest(name = "seed {0}")
  @Seeds(40)
  void endsEqualAndNoReaderGoesBackInTime(long seed) throws Exception {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    InMemoryPrimary primary = new InMemoryPrimary(clock);
    InMemoryStandby standby = new InMemoryStandby();
    BlockingQueue<Integer> hints = new LinkedBlockingQueue<>();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    AtomicBoolean quiet = new AtomicBoolean();
    standby.after((operation, key) -> observe(standby, seen));

    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(
          worker(
              new Converge(
                  primary,
                  standby,
                  new PartSettings(5 << 20, 3, 64 << 20),
                  ScopeSource.of(Scope.ALL),
                  HeldLabels.MINIO,
                  Dialect.MINIO),
              hints,
              quiet,
              failures));
    }
    for (int change = 1; change <= CHANGES; change++) {
      clock.move(Duration.ofMillis(random.nextInt(700)));
      if (random.nextInt(4) == 0) {
        primary.delete(KEY);
      } else {
        primary.put(KEY, String.valueOf(change).getBytes(UTF_8), Samples.typed("text/plain"));
      }
      hints.add(change);
      if (random.nextInt(5) == 0) {
        hints.add(change);
      }
      // Gives the workers time to be half way through something; no outcome depends on it.
      LockSupport.parkNanos(random.nextInt(200_000));
    }
    quiet.set(true);
    for (Thread worker : workers) {
      worker.join();
    }

    assertThat(failures).isEmpty();
    assertThat(standby.content(KEY).map(RacesTest::text)).isEqualTo(content(primary));
    assertThat(seen).as("versions in the order a reader saw them").isSorted();
  }

  private static Thread worker(
      Converge converge,
      BlockingQueue<Integer> hints,
      AtomicBoolean quiet,
      List<Throwable> failures) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  boolean last = quiet.get();
                  Integer hint = hints.poll();
                  if (hint == null && last) {
                    return;
                  }
                  if (hint != null
                      && !(converge.run(KEY, Deadlines.FAR) instanceof Outcome.Settled settled
                          && !(settled instanceof Outcome.Restless))) {
                    hints.add(hint);
                  }
                }
              } catch (RuntimeException | AssertionError e) {
                failures.add(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void observe(InMemoryStandby standby, List<Integer> seen) {
    synchronized (seen) {
      standby.content(KEY).ifPresent(c -> seen.add(Integer.parseInt(text(c))));
    }
  }

  private static Optional<String> content(InMemoryPrimary primary) throws Exception {
    try (var read = primary.open(KEY)) {
      return read.object().isPresent()
          ? Optional.of(text(read.body().readAllBytes()))
          : Optional.empty();
    }
  }

  private static String text(byte[] content) {
    return new String(content, UTF_8);
  }
}
