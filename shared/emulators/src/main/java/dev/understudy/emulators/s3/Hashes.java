package dev.understudy.emulators.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Computes digests and checksums of a stream of bytes. */
public final class Hashes {
  /** The algorithms of x-amz-checksum-..., in the order in which S3 would prefer them. */
  static final List<String> ALGORITHMS = List.of("CRC64NVME", "CRC32C", "CRC32", "SHA256", "SHA1");

  private static final Map<String, Supplier<Sum>> SUMS =
      Map.of(
          "CRC32", () -> new Crc(new CRC32(), Integer.BYTES),
          "CRC32C", () -> new Crc(new CRC32C(), Integer.BYTES),
          "CRC64NVME", () -> new Crc(new Crc64Nvme(), Long.BYTES),
          "MD5", () -> new Digest(digest("MD5")),
          "SHA1", () -> new Digest(digest("SHA-1")),
          "SHA256", () -> new Digest(digest("SHA-256")));

  private final MessageDigest md5 = digest("MD5");
  private final Optional<MessageDigest> sha256;
  private final Map<String, Sum> sums = new TreeMap<>();

  /**
   * @param payloadHash whether the SHA-256 of the payload is needed
   * @param algorithms out of {@link #ALGORITHMS}
   */
  Hashes(boolean payloadHash, Iterable<String> algorithms) {
    this.sha256 = payloadHash ? Optional.of(digest("SHA-256")) : Optional.empty();
    algorithms.forEach(a -> sums.put(a, Optional.ofNullable(SUMS.get(a)).orElseThrow().get()));
  }

  void update(byte[] bytes, int offset, int length) {
    md5.update(bytes, offset, length);
    sha256.ifPresent(d -> d.update(bytes, offset, length));
    sums.values().forEach(sum -> sum.update(bytes, offset, length));
  }

  /** Ends the computation. */
  Result result() {
    Map<String, String> checksums = new TreeMap<>();
    sums.forEach((a, sum) -> checksums.put(a, Base64.getEncoder().encodeToString(sum.value())));
    return new Result(
        md5.digest(), sha256.map(d -> HexFormat.of().formatHex(d.digest())), checksums);
  }

  /**
   * The results.
   *
   * @param checksums base64 by algorithm
   */
  record Result(byte[] md5, Optional<String> sha256Hex, Map<String, String> checksums) {
    String md5Hex() {
      return HexFormat.of().formatHex(md5);
    }
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  /** The base64 checksum of some bytes. */
  public static String checksum(String algorithm, byte[] bytes) {
    Hashes hashes = new Hashes(false, List.of(algorithm));
    hashes.update(bytes, 0, bytes.length);
    return Optional.ofNullable(hashes.result().checksums().get(algorithm)).orElseThrow();
  }

  private interface Sum {
    void update(byte[] bytes, int offset, int length);

    byte[] value();
  }

  private record Digest(MessageDigest digest) implements Sum {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }

  private record Crc(Checksum checksum, int width) implements Sum {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      checksum.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return java.util.Arrays.copyOfRange(wide, Long.BYTES - width, Long.BYTES);
    }
  }
}
