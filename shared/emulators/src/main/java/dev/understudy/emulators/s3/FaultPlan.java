package dev.understudy.emulators.s3;

/**
 * Decides which requests go wrong. Asked once for each authenticated request, by several threads.
 */
@FunctionalInterface
public interface FaultPlan {

  /**
   * The fault of this request, {@link Fault#NONE} for most.
   *
   * @param operation S3's name for it, such as {@code PutObject}
   * @param bucket empty where the request names none
   * @param key empty where the request names none
   */
  Fault next(String operation, String bucket, String key);
}
