package dev.understudy.lab.standby;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.real.RealServer;
import dev.understudy.emulators.real.RealStandby;
import dev.understudy.emulators.tls.TestAuthority;
import java.util.Arrays;
import java.util.List;

/** The servers of docs/standbys.md, and one that the caller names. */
enum MeasuredServer {
  MINIO("MinIO"),
  MARKER_MINIO("MinIO that requires the marker"),
  VERSITYGW("versitygw, unversioned, https"),
  SEAWEEDFS("SeaweedFS, unversioned"),
  /** {@code UNDERSTUDY_STANDBY}. */
  GIVEN("the given server");

  private final String shownName;

  MeasuredServer(String shownName) {
    this.shownName = shownName;
  }

  /** The committed ones, and the given one if there is one. */
  static List<MeasuredServer> wanted() {
    boolean given = !System.getenv().getOrDefault("UNDERSTUDY_STANDBY", "").isBlank();
    return Arrays.stream(values()).filter(server -> server.isCommitted() || given).toList();
  }

  String shownName() {
    return shownName;
  }

  /** Whether the committed table has a row for it. */
  boolean isCommitted() {
    return this != GIVEN;
  }

  /**
   * @param authority of the certificate, if the server has one
   */
  RealServer start(TestAuthority authority) {
    return switch (this) {
      case MINIO -> RealMinio.start();
      case MARKER_MINIO -> RealMinio.startMarker();
      case VERSITYGW -> RealStandby.startVersitygw(authority);
      case SEAWEEDFS -> RealStandby.startSeaweedFs();
      case GIVEN -> RealMinio.startGiven();
    };
  }
}
