package dev.understudy.lab.stack;

import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Makes sure that a store has its bucket, with versioning enabled if it has versions. */
final class Buckets {
  private static final String DEFAULT_REGION = "us-east-1";

  private final S3Client s3;
  private final StoreAccess store;
  private final Consumer<String> announce;

  /**
   * @param s3 a client of the store; the caller closes it
   * @param announce receives a line for each change
   */
  Buckets(S3Client s3, StoreAccess store, Consumer<String> announce) {
    this.s3 = s3;
    this.store = store;
    this.announce = announce;
  }

  /** Creates the bucket and enables versioning, where missing. */
  void prepare() {
    create();
    enableVersioning();
  }

  /** As {@link #prepare}, for a store that may lack versions: then it says what is missing. */
  void prepareWithOrWithoutVersions() {
    create();
    MissingFeature.announce(
        this::enableVersioning,
        announce,
        "bucket %s has no versioning, so a late write can be visible until the next repair, and a"
                .formatted(store.bucket())
            + " deleted object cannot be restored");
  }

  private void create() {
    if (!exists()) {
      s3.createBucket(creation());
      announce.accept("created bucket " + store.bucket());
    }
  }

  private void enableVersioning() {
    if (!versioned()) {
      s3.putBucketVersioning(
          request ->
              request
                  .bucket(store.bucket())
                  .versioningConfiguration(
                      versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
      announce.accept("enabled versioning of bucket " + store.bucket());
    }
  }

  private boolean exists() {
    try {
      s3.headBucket(request -> request.bucket(store.bucket()));
      return true;
    } catch (NoSuchBucketException e) {
      return false;
    }
  }

  private CreateBucketRequest creation() {
    CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(store.bucket());
    if (!store.region().equals(DEFAULT_REGION)) {
      request.createBucketConfiguration(place -> place.locationConstraint(store.region()));
    }
    return request.build();
  }

  private boolean versioned() {
    return s3.getBucketVersioning(request -> request.bucket(store.bucket())).status()
        == BucketVersioningStatus.ENABLED;
  }
}
