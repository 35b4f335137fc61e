package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Measures the lag end to end. Writes the primary's time to an object on the primary, waits until
 * the standby shows it, and reports the age of the heartbeat that the standby shows at the end.
 *
 * <p>The probes of several standbys write the same object. Each standby receives every write
 * through its own queue, so the heartbeat of another probe proves the same way.
 *
 * <p>If this run's heartbeat arrives in time, that age is the true lag. Otherwise it is the age of
 * the newest heartbeat that did arrive. A lost event or a stopped replicator makes the value grow
 * until a later heartbeat or the reconciler repairs the replica. All times of a run come from the
 * primary's clock, so a wrong clock of the standby or the probe does not distort the lag. Between
 * runs the value is exact to one second, the resolution of the primary's Date header.
 */
final class HeartbeatCheck implements Check {
  private static final ObjectKey KEY = ReservedKeys.HEARTBEAT;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /**
   * The resolution of the primary's clock. Another probe's heartbeat may replace this one and yet
   * be older by less than this.
   */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /** The time kept for the last read of the standby. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final Supplier<? extends Primary> primary;
  private final Supplier<S3ProbeClient> writer;
  private final Supplier<? extends Standby> standby;

  HeartbeatCheck(
      Supplier<? extends Primary> primary,
      Supplier<S3ProbeClient> writer,
      Supplier<? extends Standby> standby) {
    this.primary = primary;
    this.writer = writer;
    this.standby = standby;
  }

  @Override
  public Observation run(Duration timeout) throws Exception {
    long end = System.nanoTime() + timeout.minus(RESERVE).toNanos();
    Optional<String> writeFailure = Optional.empty();
    PrimaryClock clock = PrimaryClock.local();
    Instant beat = Instant.MIN;
    try {
      clock = readClock();
      Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
      writer.get().put(KEY, now.toString());
      beat = now;
    } catch (StoreException e) {
      writeFailure = Optional.of("The heartbeat could not be written: " + e.getMessage());
    }
    Instant shown = await(beat, end);
    double lag = Math.max(0, Duration.between(shown, clock.now()).toMillis() / 1000.0);
    Observation seen =
        Observation.of(Measurement.of(Metric.HEARTBEAT_LAG, lag)).with("newest", shown.toString());
    return writeFailure.map(seen::trouble).orElse(seen);
  }

  /** A GET of the heartbeat returns the primary's time, even if there is no heartbeat yet. */
  private PrimaryClock readClock() {
    long sent = System.nanoTime();
    try (PrimaryRead read = primary.get().open(KEY)) {
      return new PrimaryClock(read.readAt(), sent);
    }
  }

  /** The newest heartbeat that the standby shows, once it is this one or the time is up. */
  private Instant await(Instant beat, long end) throws Exception {
    Instant shown = shown();
    while (shown.plus(RESOLUTION).isBefore(beat) && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
      shown = shown();
    }
    if (shown.equals(Instant.MIN)) {
      throw new IOException("The standby shows no heartbeat");
    }
    return shown;
  }

  private Instant shown() throws IOException {
    Optional<byte[]> content = standby.get().read(KEY);
    try {
      return content.map(bytes -> Instant.parse(new String(bytes, UTF_8))).orElse(Instant.MIN);
    } catch (DateTimeException e) {
      throw new IOException("The standby's %s is not a heartbeat".formatted(KEY), e);
    }
  }

  /**
   * The primary's time, from one of its responses.
   *
   * @param date the Date header of the response
   * @param nanos this machine's monotonic time when the request was sent
   */
  private record PrimaryClock(Instant date, long nanos) {
    /** This machine's clock, for when the primary does not answer. */
    static PrimaryClock local() {
      return new PrimaryClock(Instant.now(), System.nanoTime());
    }

    Instant now() {
      return date.plusNanos(System.nanoTime() - nanos);
    }
  }
}
