package dev.understudy.healthprobe;

import dev.understudy.core.note.DialectNote;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.telemetry.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * Checks that the standby supports what the strongest guarantees need. It must reject a write whose
 * condition is false and, as a versioned bucket, order writes by their stamps.
 *
 * <p>Each run leaves two versions. A single key would accumulate thousands of them, and MinIO
 * rewrites all versions of a key with each write. The check therefore has one key for each minute
 * of the hour (docs/decisions/0012). Once an hour the whole dialect is measured.
 */
final class GuaranteesCheck implements Check {
  /** The whole check leaves more versions, and a standby seldom changes what it supports. */
  private static final Duration MAX_DIALECT_AGE = Duration.ofHours(1);

  private final Supplier<S3Standby> standby;

  GuaranteesCheck(Supplier<S3Standby> standby) {
    this.standby = standby;
  }

  @Override
  public Observation run(Duration timeout) {
    int minute = Clock.systemUTC().instant().atZone(ZoneOffset.UTC).getMinute();
    ObjectKey key = new ObjectKey("%s%02d".formatted(ReservedKeys.PROBE, minute));
    S3Standby store = standby.get();
    Dialect dialect = new DialectNote(store, store, Clock.systemUTC()).current(MAX_DIALECT_AGE);
    return new StandbyCheck(store, key)
        .run()
        .map(findings -> found(findings, dialect))
        .orElseGet(() -> Observation.failed("Another run of this check was in progress"));
  }

  private static Observation found(StandbyCheck.Findings findings, Dialect dialect) {
    boolean kept = findings.stamped() && findings.conditional();
    return Observation.of(Measurement.of(Metric.GUARANTEES_KEPT, kept))
        .with("placesWritesByTime", findings.stamped())
        .with("refusesFalseConditions", findings.conditional())
        .with("keepsEtags", findings.keepsEtags())
        .with("dialect", dialect.label())
        .with("missing", dialect.missing());
  }
}
