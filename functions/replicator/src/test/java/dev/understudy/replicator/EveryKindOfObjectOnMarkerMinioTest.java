package dev.understudy.replicator;

import dev.understudy.emulators.s3.Quirks;

/** With the endpoint as a standby that trusts the marker and its right alone. */
class EveryKindOfObjectOnMarkerMinioTest extends EveryKindOfObject {
  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.embedded(Quirks.MARKER_MINIO);
  }
}
