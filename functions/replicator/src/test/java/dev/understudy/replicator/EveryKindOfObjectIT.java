package dev.understudy.replicator;

import dev.understudy.testkit.real.RealMinio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With a real MinIO as standby. */
class EveryKindOfObjectIT extends EveryKindOfObject {
  private static RealMinio minio;

  @BeforeAll
  static void start() {
    minio = RealMinio.startOrLeaveOut();
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
