package dev.understudy.testkit.store;

import dev.understudy.emulators.real.RealMinio;

/** The replicator's own view of a real MinIO that trusts the marker and its right alone. */
class S3StandbyOnMarkerMinioIT extends S3StandbyOnMinioIT {
  @Override
  RealMinio newServer() {
    return RealMinio.startMarker();
  }

  @Override
  boolean needsMarker() {
    return true;
  }
}
