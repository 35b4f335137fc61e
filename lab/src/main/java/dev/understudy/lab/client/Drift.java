package dev.understudy.lab.client;

import dev.understudy.lab.stack.StoreAccess;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Changes a standby without the replicator. */
public final class Drift {
  /** How many replicas {@link #cause} damages. */
  public static final int VICTIMS = 3;

  private static final String FOREIGN = "foreign-to-the-primary.html";

  private Drift() {}

  /**
   * Deletes the first replica, overwrites the second, changes the content type of the third, and
   * adds an object without an original.
   *
   * @param victims the keys of {@value #VICTIMS} replicas
   */
  public static void cause(StoreAccess standby, List<String> victims) {
    String bucket = standby.bucket();
    try (S3Client s3 = standby.s3()) {
      s3.deleteObject(r -> r.bucket(bucket).key(victims.get(0)));
      s3.putObject(r -> r.bucket(bucket).key(victims.get(1)), RequestBody.fromString("damaged"));
      s3.copyObject(
          r ->
              r.sourceBucket(bucket)
                  .sourceKey(victims.get(2))
                  .destinationBucket(bucket)
                  .destinationKey(victims.get(2))
                  .metadataDirective(MetadataDirective.REPLACE)
                  .contentType("text/wrong"));
      s3.putObject(r -> r.bucket(bucket).key(FOREIGN), RequestBody.fromString("foreign"));
    }
  }
}
