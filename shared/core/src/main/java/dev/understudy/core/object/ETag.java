package dev.understudy.core.object;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * An ETag without its quotes. It is an MD5 digest only for some objects, so it is treated as
 * opaque.
 */
public record ETag(String value) {

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

  /** The value in quotes, as in HTTP headers. */
  public String quoted() {
    return '"' + value + '"';
  }
}
