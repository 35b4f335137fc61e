package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Attributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

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
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().expiresString(text);
    GetObjectResponse.Builder get = GetObjectResponse.builder().expiresString(text);

    assertThat(attributes(head).headers()).containsEntry("expires", CANONICAL);
    assertThat(attributes(get)).isEqualTo(attributes(head));
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
    assertThat(attributes(HeadObjectResponse.builder().expiresString(text)).headers())
        .containsEntry("expires", expected);
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
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().expiresString(text);
    GetObjectResponse.Builder get = GetObjectResponse.builder().expiresString(text);

    assertThat(attributes(head).headers()).doesNotContainKey("expires");
    assertThat(attributes(get)).isEqualTo(attributes(head));
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
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().contentEncoding(text);
    GetObjectResponse.Builder get = GetObjectResponse.builder().contentEncoding(text);

    assertThat(attributes(head).headers()).containsEntry("content-encoding", expected);
    assertThat(attributes(get)).isEqualTo(attributes(head));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "aws-chunked", "aws-chunked,aws-chunked", " aws-chunked ,"})
  void hasNoEncodingWhereNothingElseIsNamed(String text) {
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().contentEncoding(text);
    GetObjectResponse.Builder get = GetObjectResponse.builder().contentEncoding(text);

    assertThat(attributes(head).headers()).doesNotContainKey("content-encoding");
    assertThat(attributes(get)).isEqualTo(attributes(head));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "binary/octet-stream"})
  void hasTheDefaultTypeWhereNoneIsNamed(String text) {
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().contentType(text);
    GetObjectResponse.Builder get = GetObjectResponse.builder().contentType(text);

    assertThat(attributes(head).headers()).containsEntry("content-type", "binary/octet-stream");
    assertThat(attributes(get)).isEqualTo(attributes(head));
  }

  @Test
  void leavesOutMetadataThatMinioHides() {
    Map<String, String> metadata =
        Map.of(
            "x-amz-unencrypted-content-length", "7",
            "X-Amz-Unencrypted-Content-MD5", "abc",
            "x-amz-iv", "kept");

    assertThat(attributes(HeadObjectResponse.builder().metadata(metadata)).metadata())
        .isEqualTo(Map.of("x-amz-iv", "kept"));
    assertThat(attributes(GetObjectResponse.builder().metadata(metadata)).metadata())
        .isEqualTo(Map.of("x-amz-iv", "kept"));
  }

  /** The HTTP client reads each byte of a header as one character. */
  @ParameterizedTest
  @CsvSource({"GrÃ¶Ãe, Größe", "Größe, Größe", "Gr__e, Gr__e", "日本, 日本"})
  void decodesUtf8AndOtherwiseIso88591(String received, String text) {
    String disposition = "inline; filename=" + received;

    Attributes head =
        attributes(
            HeadObjectResponse.builder()
                .contentDisposition(disposition)
                .metadata(Map.of("k", received)));
    Attributes get =
        attributes(
            GetObjectResponse.builder()
                .contentDisposition(disposition)
                .metadata(Map.of("k", received)));

    assertThat(head.headers()).containsEntry("content-disposition", "inline; filename=" + text);
    assertThat(head.metadata()).containsEntry("k", text);
    assertThat(get).isEqualTo(head);
  }

  private static Attributes attributes(HeadObjectResponse.Builder head) {
    return S3Headers.fingerprint(head.eTag("\"e\"").contentLength(1L).build(), List.of())
        .attributes();
  }

  private static Attributes attributes(GetObjectResponse.Builder get) {
    return S3Headers.fingerprint(get.eTag("\"e\"").contentLength(1L).build(), List.of())
        .attributes();
  }
}
