package dev.understudy.lab.stack;

import dev.understudy.core.object.ReservedKeys;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The health object {@code .origin/health} of a bucket. In production, Terraform and the droplet's
 * bootstrap write it.
 *
 * @param body the content, which differs between primary and standby
 * @param open whether anonymous readers may read it
 */
record HealthObject(String body, boolean open) {
  static final HealthObject OF_PRIMARY = new HealthObject("ok-primary", false);
  static final HealthObject OF_STANDBY = new HealthObject("ok-standby", true);

  /** The object's path below an endpoint. */
  static final String KEY = ReservedKeys.HEALTH.value();

  /**
   * Writes the object and the bucket policy, where missing. An existing policy stays unchanged.
   *
   * @param announce receives a line for each change
   */
  void prepare(S3Client s3, String bucket, Consumer<String> announce) {
    if (!exists(s3, bucket)) {
      s3.putObject(
          r -> r.bucket(bucket).key(KEY).contentType("text/plain").cacheControl("no-store"),
          RequestBody.fromString(body));
      announce.accept("wrote %s to bucket %s".formatted(KEY, bucket));
    }
    if (open) {
      MissingFeature.announce(
          () -> allowReads(s3, bucket, announce),
          announce,
          "no policy for anonymous reads of bucket %s could be set, so readers and the health probe"
                  .formatted(bucket)
              + " may not be able to read it");
    }
  }

  private static void allowReads(S3Client s3, String bucket, Consumer<String> announce) {
    if (!hasPolicy(s3, bucket)) {
      s3.putBucketPolicy(r -> r.bucket(bucket).policy(readableByAll(bucket)));
      announce.accept("allowed anonymous reads of %s of bucket %s".formatted(KEY, bucket));
    }
  }

  private static boolean exists(S3Client s3, String bucket) {
    try {
      s3.headObject(r -> r.bucket(bucket).key(KEY));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  private static boolean hasPolicy(S3Client s3, String bucket) {
    try {
      s3.getBucketPolicy(r -> r.bucket(bucket));
      return true;
    } catch (AwsServiceException e) {
      if (e.statusCode() == 404) {
        return false;
      }
      throw e;
    }
  }

  private static String readableByAll(String bucket) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},\
    "Action":["s3:GetObject"],"Resource":["arn:aws:s3:::%s/%s"]}]}\
    """
        .formatted(bucket, KEY);
  }
}
