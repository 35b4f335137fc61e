package dev.understudy.core.object;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An ETag without its quotes. It is an MD5 digest only for some objects, so it is treated as
 * opaque.
 */
public record ETag(String value) {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /**
   * @throws IllegalArgumentException if the value without its quotes is empty
   */
  public ETag {
    value =
        value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
            ? value.substring(1, value.length() - 1)
            : value;
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The ETag is empty");
    }
  }

  /**
   * The MD5 digest of this content. Understudy's own objects need an ETag of this form. Where the
   * standby encrypts its objects, MinIO cannot list a page with any other form.
   */
  public static ETag md5(byte[] content) {
    return new ETag(HexFormat.of().formatHex(md5().digest(content)));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  /**
   * The ETag that S3 gives to a multipart upload of these parts: the MD5 digest of the parts'
   * digests, with the number of parts. Empty if a part's ETag is not an MD5 digest.
   */
  public static Optional<ETag> ofParts(List<ETag> parts) {
    MessageDigest digest = md5();
    for (ETag part : parts) {
      if (!MD5.matcher(part.value).matches()) {
        return Optional.empty();
      }
      digest.update(HexFormat.of().parseHex(part.value));
    }
    return Optional.of(new ETag(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size()));
  }

  /**
   * Whether the object is a multipart object. Its ETag then ends with a dash and the number of
   * parts.
   */
  public boolean isMultipart() {
    return value.indexOf('-') >= 0;
  }

  /** The number of parts of the object's multipart upload, if the ETag contains it. */
  public OptionalInt parts() {
    int dash = value.lastIndexOf('-');
    boolean numbered = dash >= 0 && value.substring(dash + 1).matches("[1-9][0-9]{0,4}");
    return numbered
        ? OptionalInt.of(Integer.parseInt(value.substring(dash + 1)))
        : OptionalInt.empty();
  }

  /**
   * The ETag of a replica whose ETag must have a number of parts although the original's has none:
   * MinIO cannot decrypt a multipart upload under any other.
   */
  public ETag asUpload() {
    return isMultipart() ? this : new ETag(value + "-1");
  }

  /**
   * Whether a replica with this ETag has the content of an original: it is the original's ETag, or
   * one that only a replica of that original has.
   */
  public boolean isReplicaOf(ETag original) {
    // A pass compares millions; the generated equals is slow on Lambda's JIT tier.
    return value.equals(original.value)
        || equals(original.asUpload())
        || ofParts(List.of(original)).filter(this::equals).isPresent();
  }

  /** The value in quotes, as in HTTP headers. */
  public String quoted() {
    return '"' + value + '"';
  }
}
