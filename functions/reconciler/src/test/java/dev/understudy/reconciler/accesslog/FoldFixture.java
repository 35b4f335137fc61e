package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HotObjects;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Log files and a primary in memory, a clock that is moved by hand, and runs that read the logs.
 */
abstract class FoldFixture {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Deadline PLENTY = new Deadline(() -> 900_000, Duration.ofSeconds(60));

  final ManualClock clock = new ManualClock(START);
  final InMemoryPrimary logs = new InMemoryPrimary(clock);
  final InMemoryPrimary primary = new InMemoryPrimary(clock);
  final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  final ExecutorService threads = Executors.newFixedThreadPool(2);
  HotSetStore.Writer writer = this::put;
  int days = 7;
  String prefix = "access/";

  @BeforeEach
  void recordReads() {
    logs.before(
        (operation, key) -> {
          if (operation.equals("open")) {
            opened.add(key.value());
          }
        });
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  FoldResult run() {
    return run(PLENTY);
  }

  FoldResult run(Deadline deadline) {
    opened.clear();
    HotSetStore store =
        new HotSetStore(primary, (content, condition) -> writer.put(content, condition));
    LogSettings settings = LogSamples.settings(LogFormat.S3, days, prefix);
    return new LogFold(settings, logs, logs, store, clock, threads).run(deadline);
  }

  /** A conditional PUT, as S3 has it. */
  synchronized Optional<ETag> put(byte[] content, Condition condition) {
    Optional<ETag> current = primary.head(ReservedKeys.HOT).map(o -> o.fingerprint().etag());
    Optional<ETag> required =
        condition instanceof Condition.Matches seen ? Optional.of(seen.etag()) : Optional.empty();
    if (!current.equals(required)) {
      return Optional.empty();
    }
    PrimaryObject written =
        primary.put(ReservedKeys.HOT, content, Samples.typed("application/octet-stream"));
    return Optional.of(written.fingerprint().etag());
  }

  /** Delivers a log file with a GET of each key at this time. */
  void deliver(String name, Instant time, String... keys) {
    deliver(
        name,
        String.join("\n", Arrays.stream(keys).map(key -> LogSamples.s3(time, key, 200)).toList()));
  }

  void deliver(String name, String content) {
    logs.put(new ObjectKey(prefix + name), content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  /** A log file for each of the last days, so that the logs reach back far enough. */
  void deliverDays(int count) {
    for (int i = count; i >= 0; i--) {
      deliver("day-%02d".formatted(count - i), START.minus(Duration.ofDays(i)), "any");
    }
  }

  /** Whether the stored set says that the key was read within the days. */
  boolean isHot(String key) {
    Scope scope =
        Scope.ALL.with(new HotObjects(new HotSetStore(primary, writer).read().stored(), days));
    Optional<Refusal> refusal =
        scope.refusal(new ObjectProperties(new ObjectKey(key), 1, Instant.EPOCH), clock.instant());
    return refusal.isEmpty();
  }
}
