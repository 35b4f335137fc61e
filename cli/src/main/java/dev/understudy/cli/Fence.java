package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whether the replicator is locked out of the standby. */
final class Fence {
  private static final int FORBIDDEN = 403;

  private Fence() {}

  /**
   * Sends one HEAD of the bucket with the replicator's access key.
   *
   * @return whether the standby rejects the key
   * @throws software.amazon.awssdk.core.exception.SdkException if the standby cannot be reached
   */
  static boolean isClosed(Installation installation) {
    try (S3Client standby = Clients.standby(installation)) {
      standby.headBucket(r -> r.bucket(installation.deployment().standbyBucket()));
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() == FORBIDDEN) {
        return true;
      }
      throw e;
    }
  }

  /**
   * Passes if nothing replicates to the standby: the standby rejects the replicator's key, or the
   * functions that run have PROMOTED=true.
   *
   * @throws ConfigurationException that says how to lock the replicator out
   */
  static void require(Installation installation) {
    if (!installation.deployment().promoted() && !isClosed(installation)) {
      throw new ConfigurationException(
          "the standby is not promoted: it accepts the replicator's key, and the functions run with"
              + " PROMOTED=false. Run understudy-bootstrap --promote on the droplet, and then"
              + " understudy promote");
    }
  }
}
