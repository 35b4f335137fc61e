package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How far the standby is behind, end to end: writes the primary's time to an object there, waits
 * for the standby to show it, and tells the age of what it shows at the end.
 *
 * <p>If this run's heartbeat arrives within the time, that age is the true lag. If it does not, the
 * age is that of the newest one that did, however long ago: an event that is lost, or a replicator
 * that stands still, makes the value grow until a later heartbeat or the reconciler gets through.
 * All times of one run are on the primary's clock, so neither the standby's clock nor ours shifts
 * it; between runs it is exact to the second, which is how fine the primary tells its time.
 */
final class HeartbeatCheck implements Check {
  /** Replicated as any object is. */
  static final ObjectKey KEY = KeyRules.HEARTBEAT;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** What the last look at the standby may take. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  @Override
  public Observation run(ProbeConnections sites, Duration time) throws Exception {
    long end = System.nanoTime() + time.minus(RESERVE).toNanos();
    Optional<String> unwritten = Optional.empty();
    PrimaryClock clock = PrimaryClock.ours();
    Instant beat = Instant.MIN;
    try {
      clock = ask(sites);
      Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
      sites.primaryWatch().put(KEY, now.toString());
      beat = now;
    } catch (StoreException e) {
      unwritten = Optional.of("No heartbeat could be written: " + e.getMessage());
    }
    Instant shown = await(sites, beat, end);
    double lag = Math.max(0, Duration.between(shown, clock.now()).toMillis() / 1000.0);
    Observation seen =
        Observation.of(Measurement.of(Metric.HEARTBEAT_LAG, lag)).with("newest", shown.toString());
    return unwritten.map(seen::trouble).orElse(seen);
  }

  /** An answer about this very key, be it there or not, tells the primary's time. */
  private static PrimaryClock ask(ProbeConnections sites) {
    long sent = System.nanoTime();
    try (PrimaryRead read = sites.primary().open(KEY)) {
      return new PrimaryClock(read.readAt(), sent);
    }
  }

  /** The newest heartbeat that the standby shows, as soon as it is this one or when time is up. */
  private static Instant await(ProbeConnections sites, Instant beat, long end) throws Exception {
    Instant shown = shown(sites);
    while (shown.isBefore(beat) && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
      shown = shown(sites);
    }
    if (shown.equals(Instant.MIN)) {
      throw new IOException("The standby shows no heartbeat");
    }
    return shown;
  }

  private static Instant shown(ProbeConnections sites) throws IOException {
    Optional<byte[]> content = sites.standby().read(KEY);
    try {
      return content.map(bytes -> Instant.parse(new String(bytes, UTF_8))).orElse(Instant.MIN);
    } catch (DateTimeException e) {
      throw new IOException("The standby's %s is no heartbeat of ours".formatted(KEY), e);
    }
  }

  /**
   * The primary's time, from one answer of it.
   *
   * @param date what it said
   * @param nanos our monotonic clock when it was asked
   */
  private record PrimaryClock(Instant date, long nanos) {
    /** Where the primary cannot be asked, our own clock must do. */
    static PrimaryClock ours() {
      return new PrimaryClock(Instant.now(), System.nanoTime());
    }

    Instant now() {
      return date.plusNanos(System.nanoTime() - nanos);
    }
  }
}
