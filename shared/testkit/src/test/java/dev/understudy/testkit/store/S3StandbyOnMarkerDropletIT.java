package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.store.StandbyCheck;
import dev.understudy.emulators.real.RealDroplet;
import org.junit.jupiter.api.Test;

/**
 * The same on a MinIO that trusts the marker and its right alone: nginx lets the marker through,
 * and the bootstrap's policy grants the right.
 */
class S3StandbyOnMarkerDropletIT extends S3StandbyOnDropletIT {
  @Override
  RealDroplet newDroplet() {
    return RealDroplet.startOnMarkerMinio();
  }

  @Override
  boolean needsMarker() {
    return true;
  }

  @Test
  void keepsAllThatTheGuaranteesRestOn() {
    assertThat(new StandbyCheck(standby()).run())
        .hasValue(new StandbyCheck.Findings(true, true, true));
  }
}
