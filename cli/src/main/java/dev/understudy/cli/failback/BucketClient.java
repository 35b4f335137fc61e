package dev.understudy.cli.failback;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket and its client.
 *
 * @param s3 closed by the caller
 * @param owner the account that must own the bucket, if one is configured
 */
public record BucketClient(S3Client s3, String name, Optional<String> owner) {
  @Nullable String expectedOwner() {
    return owner.orElse(null);
  }
}
