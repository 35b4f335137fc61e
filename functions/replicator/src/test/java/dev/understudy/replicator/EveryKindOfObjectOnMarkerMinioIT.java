package dev.understudy.replicator;

import dev.understudy.emulators.real.RealMinio;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a real MinIO as standby that trusts the marker and its right alone. */
class EveryKindOfObjectOnMarkerMinioIT extends EveryKindOfObject {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::startMarker);

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(MINIO.get());
  }
}
