package dev.understudy.emulators.s3;

/**
 * Chooses the fault of each request. Called once for each authorized request, by several threads.
 */
@FunctionalInterface
public interface FaultPlan {

  /**
   * The fault of a request, or {@link Fault#NONE}.
   *
   * @param operation S3's name for it, such as {@code PutObject}
   * @param bucket empty if the request has none
   * @param key empty if the request has none
   */
  Fault next(String operation, String bucket, String key);
}
