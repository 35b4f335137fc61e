package dev.understudy.replicator;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Standby;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/**
 * Computes an object's ETag from the ETags of its parts. S3 and MinIO use the MD5 of a part's bytes
 * as its ETag. The ETag of the object is the MD5 of these digests, with the number of parts. If the
 * parts have the original's borders, the result must equal the original's ETag. This verifies every
 * byte without hashing any here.
 */
final class PartETags {
  private PartETags() {}

  /** The ETag of an object of these parts, or empty if their ETags are not MD5 digests. */
  static Optional<ETag> etag(List<Standby.Part> parts) {
    return ETag.ofParts(parts.stream().map(part -> new ETag(part.etag())).toList());
  }

  /**
   * Whether this standby uses MD5 digests as the ETags of parts. MinIO uses random values if it
   * encrypts with SSE-KMS, or if it was started with {@code --no-compat}; they look like digests.
   * Uploads one byte that never becomes visible.
   *
   * @throws dev.understudy.core.store.StoreException if the standby cannot be written now
   */
  static boolean areDigestsOn(Standby standby) {
    byte[] content = {1};
    ETag digest = ETag.md5(content);
    String upload =
        standby.createUpload(
            ReservedKeys.STANDBY_CHECK, new Fingerprint(digest, content.length, Attributes.NONE));
    try {
      Standby.Part part =
          standby.uploadPart(
              ReservedKeys.STANDBY_CHECK,
              upload,
              1,
              content.length,
              () -> new ByteArrayInputStream(content));
      return new ETag(part.etag()).equals(digest);
    } finally {
      standby.abort(ReservedKeys.STANDBY_CHECK, upload);
    }
  }
}
