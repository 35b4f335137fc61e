package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Both sides in memory, a clock that is moved by hand, and a reconciler between them. */
abstract class ReconcilerFixture {
  static final ReconcileRequest GO_ON = ReconcileRequest.of(Map.of());
  static final Duration GRACE = Duration.ofMinutes(5);

  final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  final InMemoryPrimary primary = new InMemoryPrimary(clock);
  final InMemoryStandby standby = new InMemoryStandby();
  final RecordingRepairQueue repairs = new RecordingRepairQueue();
  Listing primaryListing = primary;
  Listing standbyListing = standby;

  /** Breaks the connections. */
  Runnable disconnect = () -> {};

  /** What the reconciler writes its notes to and looks at; usually the standby itself. */
  Standby standbySide = standby;

  ReconcilerSettings settings =
      new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 100_000, 2, 2, Scope.ALL);
  HeldLabels labels = HeldLabels.MINIO;

  /** Whether the filter in the primary narrows the scope. */
  boolean filtered;

  /** Within how many days an object must have been read; 0 if that does not matter. */
  int hotDays;

  private final AtomicInteger runs = new AtomicInteger();

  Summary run() {
    return run(GO_ON, plenty());
  }

  /** A run that has time for a hundred keys. */
  Summary runOutOfTime() {
    return run(GO_ON, outOfTime());
  }

  static Deadline outOfTime() {
    return new Deadline(() -> 1_000, Duration.ofSeconds(20));
  }

  /** Time for every key, but not for the grace period. */
  static Deadline plenty() {
    return new Deadline(() -> 300_000, Duration.ofSeconds(60));
  }

  Summary run(ReconcileRequest request, Deadline deadline) {
    return reconciler().run(request, "run-" + runs.incrementAndGet(), deadline);
  }

  Reconciler reconciler() {
    return new Reconciler(
        () ->
            new BothStores(
                primary, primaryListing, standbySide, this::pageOfStandby, labels, disconnect),
        repairs,
        settings,
        ScopeSource.of(settings.scope(), filtered, hotDays, clock),
        new RunTelemetry(new Telemetry("primary"), clock),
        clock,
        clock::move);
  }

  /** Reserved keys are listed by the standby itself: tests replace the listing of the others. */
  private Listing.Page pageOfStandby(Listing.Place at, int max) {
    Listing listing = at.prefix().startsWith(".understudy/") ? standby : standbyListing;
    return listing.page(at, max);
  }

  void later() {
    clock.move(GRACE.plusSeconds(1));
  }

  PrimaryObject write(String key, String content) {
    return primary.put(new ObjectKey(key), content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  void replicated(String key, String content) {
    put(write(key, content), content);
  }

  void put(PrimaryObject object, String content) {
    standby.put(
        object.key(),
        content.getBytes(UTF_8),
        Optional.empty(),
        object.fingerprint(),
        new Condition.Absent(),
        object.lastModified());
  }

  /** Makes the replica what its original is, as the replicator does. */
  void replicate(String name) {
    ObjectKey key = new ObjectKey(name);
    Instant above = standby.time(key).map(time -> time.plusMillis(2)).orElse(Instant.EPOCH);
    Optional<PrimaryObject> original = primary.head(key);
    if (original.isEmpty()) {
      if (standby.head(key).present().isPresent()) {
        standby.delete(key, latest(clock.instant().minusSeconds(5), above));
      }
      return;
    }
    try (PrimaryRead read = primary.open(key)) {
      standby.put(
          key,
          read.body().readAllBytes(),
          Optional.empty(),
          original.get().fingerprint(),
          standby.head(key).condition(),
          latest(original.get().lastModified(), above));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant latest(Instant a, Instant b) {
    return (a.isAfter(b) ? a : b).truncatedTo(ChronoUnit.MILLIS);
  }

  /** An object that only the standby has. */
  void foreign(String key) {
    InMemoryPrimary elsewhere = new InMemoryPrimary(clock);
    put(elsewhere.put(new ObjectKey(key), "x".getBytes(UTF_8), Samples.typed("text/plain")), "x");
  }

  /** Changes headers of a replica so that no listing shows it. */
  void tamper(String key) {
    PrimaryObject object = primary.head(new ObjectKey(key)).orElseThrow();
    Attributes other =
        new Attributes(
            new TreeMap<>(Map.of("content-type", "text/html")), new TreeMap<>(), new TreeMap<>());
    standby.put(
        object.key(),
        "x".getBytes(UTF_8),
        Optional.empty(),
        new Fingerprint(object.fingerprint().etag(), 1, other),
        new Condition.Matches(object.fingerprint().etag()),
        object.lastModified().plusMillis(1));
  }
}
