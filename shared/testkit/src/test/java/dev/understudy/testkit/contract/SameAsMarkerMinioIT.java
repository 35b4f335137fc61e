package dev.understudy.testkit.contract;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.testkit.junit.LeftOut;

/** The same with a MinIO that trusts the marker and its right alone. */
class SameAsMarkerMinioIT extends SameAsMinioIT {
  @Override
  RealMinio startMinio() {
    return LeftOut.ifMissing(RealMinio::startMarker);
  }

  @Override
  Quirks quirks() {
    return Quirks.MARKER_MINIO;
  }
}
