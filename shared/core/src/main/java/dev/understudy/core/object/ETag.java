package dev.understudy.core.object;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    try {
      return new ETag(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
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
   * The ETag that a store gives to a multipart upload of one part with this content, or empty if
   * this is no MD5 digest.
   */
  public Optional<ETag> ofOnePart() {
    return MD5.matcher(value).matches()
        ? Optional.of(new ETag(md5(HexFormat.of().parseHex(value)).value + "-1"))
        : Optional.empty();
  }

  /**
   * Whether a replica with this ETag has the content of an original: it is the original's ETag, or
   * one that only a replica of that original has.
   */
  public boolean isReplicaOf(ETag original) {
    return equals(original)
        || equals(original.asUpload())
        || original.ofOnePart().filter(this::equals).isPresent();
  }

  /** The value in quotes, as in HTTP headers. */
  public String quoted() {
    return '"' + value + '"';
  }
}
