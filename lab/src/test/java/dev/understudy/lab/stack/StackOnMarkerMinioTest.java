package dev.understudy.lab.stack;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** With a standby that trusts the marker and its right alone. */
class StackOnMarkerMinioTest extends StackStory {
  private final S3Endpoint minio =
      S3Endpoint.builder().quirks(Quirks.MARKER_MINIO).credentials("ak", "sk").start();

  @Override
  protected StackConfig config() {
    return StackConfig.of(
        new Environment(
            Map.of(
                "STANDBY_ENDPOINT", minio.uri().toString(),
                "STANDBY_ACCESS_KEY", "ak",
                "STANDBY_SECRET_KEY", "sk")));
  }

  @Override
  @AfterAll
  void stop() {
    super.stop();
    minio.close();
  }
}
