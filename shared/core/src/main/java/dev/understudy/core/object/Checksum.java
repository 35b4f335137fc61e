package dev.understudy.core.object;

/**
 * A checksum of an object's whole content, as one side knows it, for the other side to verify.
 * Those of multipart objects that are checksums of the parts' checksums are none.
 *
 * @param base64 the value as HTTP headers carry it
 */
public record Checksum(Algorithm algorithm, String base64) {

  /** What S3 and MinIO both verify; in the order of preference where an answer names several. */
  public enum Algorithm {
    CRC64NVME("x-amz-checksum-crc64nvme"),
    CRC32C("x-amz-checksum-crc32c"),
    CRC32("x-amz-checksum-crc32"),
    SHA256("x-amz-checksum-sha256"),
    SHA1("x-amz-checksum-sha1"),
    MD5("Content-MD5");

    private final String header;

    Algorithm(String header) {
      this.header = header;
    }

    /** The header that carries it. */
    public String header() {
      return header;
    }
  }
}
