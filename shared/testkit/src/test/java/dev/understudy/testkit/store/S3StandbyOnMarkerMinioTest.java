package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.DialectCheck;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import org.junit.jupiter.api.Test;

/** The same with a MinIO that trusts the marker and its right alone. */
class S3StandbyOnMarkerMinioTest extends S3StandbyTest {
  @Override
  Quirks quirks() {
    return Quirks.MARKER_MINIO;
  }

  @Test
  void isFoundToNeedTheMarker() {
    S3Standby standby = (S3Standby) standby();
    standby.sendMarker(false);

    assertThat(new DialectCheck(standby, standby).run())
        .hasValue(new Dialect(Dialect.MINIO.features(), true));
    assertThat(new StandbyCheck(standby).run())
        .as("marked from now on")
        .hasValue(new StandbyCheck.Findings(true, true, true));
  }

  /** The marker is not enough: the user's policy must allow s3:ReplicateObject, too. */
  @Test
  void keepsNeitherTimeNorETagForAUserWhoMayNotReplicate() {
    try (S3Endpoint endpoint =
            S3Endpoint.builder().quirks(Quirks.MARKER_MINIO).plainWriter("ak", "sk").start();
        S3Standby standby =
            S3Standby.connect(
                new StandbySecret(endpoint.uri(), "ak", "sk", TlsMaterial.NONE),
                "standby",
                new CallCounter())) {
      endpoint.createBucket("standby", true);
      standby.sendMarker(true);

      assertThat(new StandbyCheck(standby).run())
          .hasValue(new StandbyCheck.Findings(false, false, true));
    }
  }
}
