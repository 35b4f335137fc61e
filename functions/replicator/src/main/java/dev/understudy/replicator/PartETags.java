package dev.understudy.replicator;

import dev.understudy.core.object.ETag;
import dev.understudy.core.store.Standby;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the ETags of stored parts say of the whole: S3 and MinIO give a part the MD5 of its bytes,
 * and an upload the MD5 of these with the number of parts. Where the borders are the original's,
 * that is the original's ETag: every byte on both ways is verified, and none is hashed here.
 */
final class PartETags {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private PartETags() {}

  /** The ETag of an upload of these parts, or empty if the standby's are no MD5s. */
  static Optional<ETag> etag(List<Standby.Part> parts) {
    MessageDigest digest = md5();
    for (Standby.Part part : parts) {
      String etag = new ETag(part.etag()).value();
      if (!MD5.matcher(etag).matches()) {
        return Optional.empty();
      }
      digest.update(HexFormat.of().parseHex(etag));
    }
    return Optional.of(new ETag(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size()));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
