package dev.understudy.healthprobe;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.StandbyCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * Whether the standby keeps what the strongest guarantees rest on: refuses a write whose condition
 * is false, and, as a versioned bucket, places a stamped write by its time.
 *
 * <p>Each run leaves two versions. One key would gather thousands of them, and MinIO writes all of
 * a key's versions anew with each; so there is a key for each minute of the hour
 * (docs/decisions/0012).
 */
final class GuaranteesCheck implements Check {
  private static final String FOLDER = ".understudy/probe/";

  @Override
  public Observation run(ProbeConnections sites, Duration time) {
    int minute = Clock.systemUTC().instant().atZone(ZoneOffset.UTC).getMinute();
    ObjectKey key = new ObjectKey("%s%02d".formatted(FOLDER, minute));
    return new StandbyCheck(sites.standby(), key)
        .run()
        .map(GuaranteesCheck::found)
        .orElseGet(() -> Observation.unseen("Another run checked at the same time"));
  }

  private static Observation found(StandbyCheck.Findings findings) {
    boolean kept = findings.stamped() && findings.conditional();
    return Observation.of(Measurement.of(Metric.GUARANTEES_KEPT, kept))
        .with("placesWritesByTime", findings.stamped())
        .with("refusesFalseConditions", findings.conditional())
        .with("keepsEtags", findings.keepsEtags());
  }
}
