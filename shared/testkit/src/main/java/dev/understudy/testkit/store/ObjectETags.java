package dev.understudy.testkit.store;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

final class ObjectETags {
  private ObjectETags() {}

  /** The ETag that S3 gives to a multipart object with parts of these sizes. */
  static String multipart(byte[] content, List<Long> sizes) {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    int from = 0;
    for (long size : sizes) {
      int to = from + (int) size;
      digests.writeBytes(HexFormat.of().parseHex(md5(Arrays.copyOfRange(content, from, to))));
      from = to;
    }
    return md5(digests.toByteArray()) + "-" + sizes.size();
  }

  /** The ETag that S3 gives to an object written with one PUT. */
  static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
