package dev.understudy.replicator;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.testkit.junit.LeftOut;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a real MinIO as standby that trusts the marker and its right alone, over TLS with an
 * authority of its own.
 */
class EveryKindOfObjectOnMarkerMinioIT extends EveryKindOfObject {
  private static TestAuthority authority;
  private static RealMinio minio;

  @BeforeAll
  static void start(@TempDir Path folder) {
    authority = new TestAuthority(folder);
    minio = LeftOut.ifMissing(() -> RealMinio.startMarkerWithTls(authority));
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(minio, Optional.of(authority));
  }
}
