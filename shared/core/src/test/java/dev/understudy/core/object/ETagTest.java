package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ETagTest {
  /** MD5 of "x"; the second is S3's ETag of a multipart upload of that one part. */
  private static final ETag PUT = ETag.md5("x".getBytes(UTF_8));

  private static final ETag ONE_PART = new ETag("9affad555af89da9b0bfcd5e45bc93da-1");

  @Test
  void computesTheEtagOfAnUploadOfOnePart() {
    assertThat(ETag.ofParts(List.of(PUT))).hasValue(ONE_PART);
    assertThat(ETag.ofParts(List.of(ONE_PART))).isEmpty();
    assertThat(ETag.ofParts(List.of(new ETag("opaque")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "e1, e1, true",
    "e1-1, e1, true",
    "e1, e1-1, false",
    "e1-2, e1, false",
    "e2, e1, false"
  })
  void knowsAReplicaByItsEtag(String replica, String original, boolean expected) {
    assertThat(new ETag(replica).isReplicaOf(new ETag(original))).isEqualTo(expected);
  }

  @Test
  void knowsAReplicaThatIsAnUploadOfOnePart() {
    assertThat(ONE_PART.isReplicaOf(PUT)).isTrue();
    assertThat(PUT.isReplicaOf(ONE_PART)).isFalse();
  }
}
