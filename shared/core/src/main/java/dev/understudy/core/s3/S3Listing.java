package dev.understudy.core.s3;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists with ListObjectsV2. Keys are requested URL-encoded, because XML cannot hold every character
 * of a key; the SDK decodes them.
 */
final class S3Listing implements Listing {
  /** Classes whose objects must be restored before a GET (S3 user guide, "Storage classes"). */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final S3Client s3;
  private final String bucket;
  private final @Nullable String owner;
  private final S3Failures failures;

  /**
   * @param owner the id of the account that must own the bucket
   */
  S3Listing(S3Client s3, String bucket, @Nullable String owner, S3Failures failures) {
    this.s3 = s3;
    this.bucket = bucket;
    this.owner = owner;
    this.failures = failures;
  }

  @Override
  public Page page(Place at, int limit) {
    try {
      ListObjectsV2Response response =
          s3.listObjectsV2(
              r ->
                  r.bucket(bucket)
                      .expectedBucketOwner(owner)
                      .prefix(at.prefix().isEmpty() ? null : at.prefix())
                      .startAfter(at.after().map(ObjectKey::value).orElse(null))
                      .continuationToken(at.token().orElse(null))
                      .encodingType("url")
                      .maxKeys(limit));
      return new Page(
          response.contents().stream().map(S3Listing::listed).toList(), next(at, response));
    } catch (RuntimeException e) {
      throw failures.ofListing(at.prefix(), e);
    }
  }

  private static ListedObject listed(S3Object object) {
    return new ListedObject(
        new ObjectKey(object.key()),
        new ETag(object.eTag()),
        object.size(),
        object.lastModified(),
        ARCHIVES.contains(String.valueOf(object.storageClassAsString())));
  }

  /** A response that does not say whether it is the last page is incomplete. */
  private static Optional<Place> next(Place at, ListObjectsV2Response response) {
    if (response.isTruncated() == null
        || (response.isTruncated() && response.nextContinuationToken() == null)) {
      throw new StoreException.Unavailable(
          "A listing page has no continuation token and is not marked as the last", false, null);
    }
    return response.isTruncated()
        ? Optional.of(at.next(response.nextContinuationToken()))
        : Optional.empty();
  }
}
