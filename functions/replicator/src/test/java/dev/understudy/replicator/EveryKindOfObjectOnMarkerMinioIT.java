package dev.understudy.replicator;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With a real MinIO as standby that trusts the marker and its right alone. */
class EveryKindOfObjectOnMarkerMinioIT extends EveryKindOfObject {
  private static RealMinio minio;

  @BeforeAll
  static void start() {
    minio = LeftOut.ifMissing(RealMinio::startMarker);
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(minio);
  }
}
