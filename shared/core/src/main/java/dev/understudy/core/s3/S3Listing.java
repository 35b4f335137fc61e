package dev.understudy.core.s3;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists with ListObjectsV2. Keys are requested URL-encoded, because XML cannot hold every character
 * of a key.
 */
final class S3Listing implements Listing {
  private final S3Wire wire;
  private final @Nullable String owner;
  private final S3Failures failures;

  /**
   * @param owner the id of the account that must own the bucket
   */
  S3Listing(S3Wire wire, @Nullable String owner, S3Failures failures) {
    this.wire = wire;
    this.owner = owner;
    this.failures = failures;
  }

  @Override
  public Page page(Place at, int limit) {
    try {
      ObjectListing listing =
          wire.retried(
              request(at.prefix())
                  .header("x-amz-expected-bucket-owner", owner)
                  .query("start-after", at.after().map(ObjectKey::value).orElse(null))
                  .query("continuation-token", at.token().orElse(null))
                  .query("max-keys", limit),
              ObjectListing::of);
      return new Page(listing.objects(), next(at, listing));
    } catch (RuntimeException e) {
      throw failures.ofListing(at.prefix(), e);
    }
  }

  /** A request for the first page of the keys with this prefix. */
  static WireRequest request(String prefix) {
    return WireRequest.list()
        .query("list-type", 2)
        .query("encoding-type", "url")
        .query("prefix", prefix.isEmpty() ? null : prefix);
  }

  /** A response that does not say whether it is the last page is incomplete. */
  private static Optional<Place> next(Place at, ObjectListing listing) {
    boolean truncated = listing.truncated().orElse(true);
    if (truncated && (listing.truncated().isEmpty() || listing.token().isEmpty())) {
      throw new StoreException.Unavailable(
          "A listing page has no continuation token and is not marked as the last", false, null);
    }
    return truncated ? listing.token().map(at::next) : Optional.empty();
  }
}
