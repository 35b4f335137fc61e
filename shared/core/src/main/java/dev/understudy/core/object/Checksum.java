package dev.understudy.core.object;

/**
 * A checksum of an object's whole content, which one store knows and the other verifies. Composite
 * checksums do not count.
 *
 * @param base64 the value, as in HTTP headers
 */
public record Checksum(Algorithm algorithm, String base64) {

  /** The algorithms that S3 and MinIO both verify, in the order of preference. */
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

    /** The HTTP header of the checksum. */
    public String header() {
      return header;
    }
  }
}
