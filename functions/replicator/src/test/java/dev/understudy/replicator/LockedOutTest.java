package dev.understudy.replicator;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.util.Optional;

/** With the endpoint as standby. */
class LockedOutTest extends LockedOut {
  private static final String KEY = "replicator";

  private S3Endpoint endpoint;

  @Override
  protected StandbyUnderTest startStandby() {
    endpoint =
        S3Endpoint.builder()
            .quirks(Quirks.MINIO)
            .credentials(KEY, Canary.SECRET)
            .credentials("writers", Canary.SECRET)
            .start();
    endpoint.createBucket("standby", true);
    return new StandbyUnderTest(
        endpoint.uri(), "standby", "writers", Canary.SECRET, Optional.empty(), endpoint::close);
  }

  @Override
  protected String replicatorsKey() {
    return KEY;
  }

  @Override
  protected void lockOut() {
    endpoint.disable(KEY);
  }

  @Override
  protected void letIn() {
    endpoint.allow(KEY, Canary.SECRET);
  }
}
