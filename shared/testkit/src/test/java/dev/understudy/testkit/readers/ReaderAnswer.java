package dev.understudy.testkit.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An expected answer.
 *
 * @param object the key, or empty for an error
 * @param range first and last byte, if the answer is a part
 */
record ReaderAnswer(int status, String object, Optional<long[]> range) {
  private static final Pattern FORM = Pattern.compile("(\\d{3})(?: (\\S+))?(?: (\\d+)-(\\d+))?");
  private static final String PREFLIGHT = "preflight";

  static ReaderAnswer error(int status) {
    return new ReaderAnswer(status, "", Optional.empty());
  }

  static ReaderAnswer of(int status, String object) {
    return new ReaderAnswer(status, object, Optional.empty());
  }

  static ReaderAnswer part(String object, long first, long last) {
    return new ReaderAnswer(206, object, Optional.of(new long[] {first, last}));
  }

  /** Reads the alternatives of a cell of the table. */
  static List<ReaderAnswer> parse(String cell) {
    return Stream.of(cell.split(" or ")).map(ReaderAnswer::parseOne).toList();
  }

  private static ReaderAnswer parseOne(String text) {
    Matcher form = FORM.matcher(text);
    assertThat(form.matches()).as(text).isTrue();
    int status = Integer.parseInt(form.group(1));
    String object = form.group(2) == null ? "" : form.group(2).replace('\u2423', ' ');
    return status == 206
        ? part(object, Long.parseLong(form.group(3)), Long.parseLong(form.group(4)))
        : of(status, object);
  }

  /** Asserts that a response with this status is this answer, in its headers and its bytes. */
  void verify(ReaderRequest request, Site site, HttpResponse<byte[]> response) {
    String cacheControl = header(response, "cache-control");
    if (status >= 400) {
      assertThat(cacheControl).as("Cache-Control of an error").isIn("", "no-store");
      if (status == 404) {
        assertThat(header(response, "etag")).isEmpty();
        assertThat(header(response, "last-modified")).isEmpty();
        assertThat(header(response, "expires")).isEmpty();
      }
    } else if (object.equals(PREFLIGHT)) {
      assertThat(header(response, "access-control-allow-origin"))
          .isEqualTo(request.header("Origin").orElseThrow());
      assertThat(header(response, "access-control-allow-headers"))
          .isEqualTo(request.header("Access-Control-Request-Headers").orElse(""));
    } else {
      assertThat(header(response, "etag")).isEqualTo(site.etag(object));
      assertThat(header(response, "last-modified")).isEqualTo(Site.date(site.time()));
      if (status == 304) {
        assertThat(response.body()).isEmpty();
      } else {
        assertThat(cacheControl).isEqualTo(Site.cacheControl(object));
        verifyBytes(request, site.bytes(object), response);
      }
    }
  }

  private void verifyBytes(ReaderRequest request, byte[] whole, HttpResponse<byte[]> response) {
    byte[] expected =
        range.map(r -> Arrays.copyOfRange(whole, (int) r[0], (int) r[1] + 1)).orElse(whole);
    assertThat(header(response, "content-type")).isEqualTo(Site.CONTENT_TYPE);
    assertThat(header(response, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(response, "content-range"))
        .isEqualTo(range.map(r -> "bytes %d-%d/%d".formatted(r[0], r[1], whole.length)).orElse(""));
    if (request.method().equals("HEAD")) {
      assertThat(header(response, "content-length")).isEqualTo(String.valueOf(expected.length));
      assertThat(response.body()).isEmpty();
    } else {
      assertThat(Arrays.equals(response.body(), expected)).as("the bytes of " + this).isTrue();
    }
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return String.join(", ", response.headers().allValues(name));
  }

  @Override
  public String toString() {
    return (status + " " + object + range.map(r -> " " + r[0] + "-" + r[1]).orElse("")).strip();
  }
}
