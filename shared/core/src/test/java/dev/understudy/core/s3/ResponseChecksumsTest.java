package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.Checksum.Algorithm;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseChecksumsTest {
  private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
  private static final Checksum OF_ETAG = new Checksum(Algorithm.MD5, "XUFAKrxLKna5cZ2REBfFkg==");

  @Test
  void takesWhatS3KeepsOfTheWhole() {
    assertThat(
            found(
                "ETag",
                quoted(MD5),
                "x-amz-checksum-crc64nvme",
                "c=",
                "x-amz-checksum-type",
                "FULL_OBJECT"))
        .hasValue(new Checksum(Algorithm.CRC64NVME, "c="));
  }

  @Test
  void takesTheEtagWhereItIsAnMd5() {
    assertThat(found("ETag", quoted(MD5))).hasValue(OF_ETAG);
    assertThat(found("ETag", quoted(MD5), "x-amz-server-side-encryption", "AES256"))
        .hasValue(OF_ETAG);
  }

  @Test
  void takesNoChecksumOfPartsAndNoEtagOfParts() {
    assertThat(
            found(
                "ETag",
                quoted(MD5 + "-2"),
                "x-amz-checksum-crc32",
                "c=",
                "x-amz-checksum-type",
                "COMPOSITE"))
        .isEmpty();
    assertThat(found("ETag", quoted(MD5 + "-2"), "x-amz-checksum-sha256", "c=-2")).isEmpty();
  }

  @Test
  void takesNoEtagUnderAKeyOfKms() {
    assertThat(found("ETag", quoted(MD5), "x-amz-server-side-encryption", "aws:kms")).isEmpty();
    assertThat(found("ETag", quoted(MD5), "x-amz-server-side-encryption", "aws:kms:dsse"))
        .isEmpty();
  }

  @Test
  void takesNoEtagOfAnotherShape() {
    assertThat(found("ETag", quoted("given-by-somebody"))).isEmpty();
    assertThat(found()).isEmpty();
  }

  private static String quoted(String etag) {
    return '"' + etag + '"';
  }

  private static Optional<Checksum> found(String... headers) {
    return ResponseChecksums.of(Responses.with(headers));
  }
}
