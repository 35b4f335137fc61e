package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.s3.wire.WireResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3HeadersTest {
  private static final String CANONICAL = "Fri, 01 Sep 2028 01:01:01 GMT";

  @ParameterizedTest
  @ValueSource(
      strings = {
        CANONICAL,
        "Fri, 1 Sep 2028 01:01:01 GMT",
        "Fri,  1 Sep 2028 01:01:01 GMT",
        "fri, 01 sep 2028 1:01:01 gmt",
        "Fri, 01 Sep 2028 01:01:01 UTC",
        "Fri, 01 Sep 2028 01:01:01 Z",
        "Fri, 01 Sep 2028 01:01:01 +0000",
        "Fri, 01 Sep 2028 03:01:01 +0200",
        "Thu, 31 Aug 2028 19:31:01 -05:30",
        "Fri, 01 Sep 2028 01:01:01",
        "01 Sep 2028 01:01:01 GMT",
        "Mon, 01 Sep 2028 01:01:01 GMT",
        "Friday, 01-Sep-28 01:01:01 GMT",
        "Fri Sep  1 01:01:01 2028",
        "Fri Sep 01 01:01:01 UTC 2028"
      })
  void readsExpiresAsAnHttpDate(String text) {
    assertThat(attributes("Expires", text).headers()).containsEntry("expires", CANONICAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 01 Sep 2028 01:01 GMT     | Fri, 01 Sep 2028 01:01:00 GMT",
        "Thursday, 01-Jan-70 00:00:00 GMT | Thu, 01 Jan 1970 00:00:00 GMT",
        "Tuesday, 31-Dec-69 00:00:00 GMT | Tue, 31 Dec 2069 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT  | Fri, 31 Dec 9999 23:59:59 GMT",
      })
  void readsOtherDates(String text, String expected) {
    assertThat(attributes("Expires", text).headers()).containsEntry("expires", expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "soon",
        "2028-09-01T01:01:01Z",
        "Fri, 01 Sep 2028",
        "Thu, 31 Feb 2028 01:01:01 GMT",
        "Fri, 01 Foo 2028 01:01:01 GMT",
        "Fri, 01 Sep 2028 24:00:00 GMT",
        "Fri, 01 Sep 2028 01:01:01 EST",
        "Fri, 01 Sep 2028 01:01:01 +9900",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -0100"
      })
  void dropsAnExpiresThatMinioCannotKeep(String text) {
    assertThat(attributes("Expires", text).headers()).doesNotContainKey("expires");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip,aws-chunked        | gzip",
        "aws-chunked, gzip       | gzip",
        "gzip , AWS-Chunked , br | gzip,br",
        "aws-chunked,,br         | br",
        "gzip,  br               | gzip,  br",
        ",gzip                   | ,gzip",
        "x-aws-chunked           | x-aws-chunked",
      })
  void removesAwsChunked(String text, String expected) {
    assertThat(attributes("Content-Encoding", text).headers())
        .containsEntry("content-encoding", expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "aws-chunked", "aws-chunked,aws-chunked", " aws-chunked ,"})
  void hasNoEncodingWhereNothingElseIsNamed(String text) {
    assertThat(attributes("Content-Encoding", text).headers())
        .doesNotContainKey("content-encoding");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "binary/octet-stream"})
  void hasTheDefaultTypeWhereNoneIsNamed(String text) {
    assertThat(attributes("Content-Type", text).headers())
        .containsEntry("content-type", "binary/octet-stream");
  }

  @Test
  void leavesOutMetadataThatMinioHides() {
    Attributes read =
        attributes(
            "x-amz-meta-x-amz-unencrypted-content-length", "7",
            "X-Amz-Meta-X-Amz-Unencrypted-Content-Md5", "abc",
            "x-amz-meta-x-amz-iv", "kept");

    assertThat(read.metadata()).isEqualTo(Map.of("x-amz-iv", "kept"));
  }

  /** The HTTP client reads each byte of a header as one character. */
  @ParameterizedTest
  @CsvSource({"GrÃ¶Ãe, Größe", "Größe, Größe", "Gr__e, Gr__e", "日本, 日本"})
  void decodesUtf8AndOtherwiseIso88591(String received, String text) {
    String disposition = "inline; filename=" + received;

    Attributes read = attributes("Content-Disposition", disposition, "X-Amz-Meta-K", received);

    assertThat(read.headers()).containsEntry("content-disposition", "inline; filename=" + text);
    assertThat(read.metadata()).containsEntry("k", text);
  }

  private static Attributes attributes(@Nullable String... headers) {
    WireResponse response = Responses.with(headers);
    response.head().addHeader("ETag", "\"e\"");
    response.head().addHeader("Content-Length", 1);
    return S3Headers.fingerprint(response, Map.of()).attributes();
  }
}
