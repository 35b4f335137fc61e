package dev.understudy.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** S3's rules for ETags, computed independently of any store. */
public final class ExpectedDigests {
  private ExpectedDigests() {}

  /** The ETag of an object written with one PUT. */
  public static String etag(byte[] body) {
    return HexFormat.of().formatHex(digest("MD5", body));
  }

  /** The ETag of an object of these parts: the MD5 of their MD5s, and their number. */
  public static String multipartEtag(byte[]... parts) {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      digests.writeBytes(digest("MD5", part));
    }
    return etag(digests.toByteArray()) + "-" + parts.length;
  }

  /** A digest as headers carry it. */
  public static String base64(String algorithm, byte[] body) {
    return Base64.getEncoder().encodeToString(digest(algorithm, body));
  }

  /** Pseudo-random bytes, the same for the same seed. */
  public static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] digest(String algorithm, byte[] body) {
    try {
      return MessageDigest.getInstance(algorithm).digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("No digest " + algorithm, e);
    }
  }
}
