package dev.understudy.emulators.s3;

import java.util.List;
import java.util.Map;

/**
 * The content and attributes of an object.
 *
 * @param parts the sizes of its parts, in order; empty for an object written with one PUT
 * @param headers system headers by lower-case name
 * @param metadata by name without {@code x-amz-meta-}
 * @param checksum empty if none is known
 */
record ObjectData(
    String etag,
    Content content,
    List<Long> parts,
    Map<String, String> headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    Checksums checksum) {

  /** The header of the storage class. S3 returns it for every class but the standard one. */
  static final String STORAGE_CLASS = "x-amz-storage-class";

  static final String STANDARD = "STANDARD";

  String storageClass() {
    return headers.getOrDefault(STORAGE_CLASS, STANDARD);
  }

  long size() {
    return content.size();
  }

  ObjectData withTags(Map<String, String> newTags) {
    return new ObjectData(etag, content, parts, headers, metadata, newTags, checksum);
  }

  /**
   * Known checksums.
   *
   * @param values base64 by algorithm; composite checksums end with the number of parts
   */
  record Checksums(Map<String, String> values, boolean composite) {
    static final Checksums NONE = new Checksums(Map.of(), false);

    String type() {
      return composite ? "COMPOSITE" : "FULL_OBJECT";
    }
  }
}
