package dev.understudy.core.deployment;

import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;

/** The primary and its standby, connected. */
public record BothStores(S3Primary primary, S3Standby standby) implements AutoCloseable {

  /** Ends every call under way, in whichever thread. */
  @Override
  public void close() {
    primary.close();
    standby.close();
  }
}
