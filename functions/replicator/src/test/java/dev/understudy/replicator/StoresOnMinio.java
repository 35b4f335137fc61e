package dev.understudy.replicator;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The function with an emulated primary and a real MinIO, which the tests of a class share. */
abstract class StoresOnMinio extends ProxiedStores {
  protected static RealMinio minio;

  @BeforeAll
  static void start() {
    minio = LeftOut.ifMissing(RealMinio::start);
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  /** A new bucket. */
  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(minio);
  }
}
