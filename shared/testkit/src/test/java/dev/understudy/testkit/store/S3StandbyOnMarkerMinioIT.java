package dev.understudy.testkit.store;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.BeforeAll;

/** The replicator's own view of a real MinIO that trusts the marker and its right alone. */
class S3StandbyOnMarkerMinioIT extends S3StandbyOnMinioIT {
  @BeforeAll
  static void start() {
    start(LeftOut.ifMissing(RealMinio::startMarker));
  }

  @Override
  boolean needsMarker() {
    return true;
  }
}
