package dev.understudy.reconciler.accesslog;

import static dev.understudy.reconciler.accesslog.LogSamples.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ObjectKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three formats, by lines that AWS and Cloudflare document. */
class LogParserTest {
  private static final Instant TIME = Instant.parse("2019-02-06T00:00:38Z");

  private final LogParser s3 = parser(LogFormat.S3);
  private final LogParser cloudfront = parser(LogFormat.CLOUDFRONT);
  private final LogParser cloudflare = parser(LogFormat.CLOUDFLARE);

  @Test
  void readsServerAccessLogs() {
    assertThat(s3.parse(s3(TIME, "photos/2019/08/puppy.jpg", 200)))
        .contains(new LoggedRequest(TIME, keys("photos/2019/08/puppy.jpg")));
    assertThat(s3.parse(s3(TIME, "WEBSITE.GET.OBJECT", "a", "GET /a?x HTTP/1.1", 304)))
        .contains(new LoggedRequest(TIME, keys("a")));
    // S3 encodes the key twice, and the request line is as the client sent it.
    assertThat(
            s3.parse(
                s3(TIME, "REST.GET.OBJECT", "a%2520b", "GET /a%20b?versionId=1 HTTP/1.1", 206)))
        .hasValueSatisfying(read -> assertThat(read.keys()).contains(new ObjectKey("a b")));
    // A quote in the URL does not end the request line.
    assertThat(s3.parse(s3(TIME, "REST.GET.OBJECT", "a%2522", "GET /a\" HTTP/1.1", 200)))
        .hasValueSatisfying(read -> assertThat(read.keys()).contains(new ObjectKey("a\"")));
  }

  @Test
  void countsNoOtherRequestOfServerAccessLogs() {
    String versioning =
        s3(TIME, "REST.GET.VERSIONING", "-", "GET /primary?versioning HTTP/1.1", 200);
    List<String> others =
        List.of(
            versioning,
            s3(TIME, "a", 404),
            s3(TIME, "a", 500),
            s3(TIME, "REST.HEAD.OBJECT", "a", "HEAD /a HTTP/1.1", 200),
            s3(TIME, "REST.PUT.OBJECT", "a", "PUT /a HTTP/1.1", 200),
            s3(TIME, "REST.GET.ACL", "a", "GET /a?acl HTTP/1.1", 200),
            s3(TIME, "S3.EXPIRE.OBJECT", "a", "-", 0).replace("\"-\" 0", "- -"),
            s3(TIME, "a", 200).replace("\"curl/8.0\"", "\"understudy\""),
            s3(TIME, "a", 200).replace(" - 3E5", " arn:aws:sts::1:assumed-role/backup/x 3E5"));

    for (String line : others) {
      assertThat(s3.parse(line)).as(line).contains(new LoggedRequest(TIME, List.of()));
    }
    assertThat(s3.parse(s3(TIME, "a", 200).replace(" primary [", " another ["))).isEmpty();
  }

  @Test
  void readsCloudFrontLogs() {
    header();

    assertThat(
            cloudfront.parse(
                cloudfront("GET", "d111111abcdef8.cloudfront.net", "/index.html", "200")))
        .contains(new LoggedRequest(Instant.parse("2019-12-04T21:02:31Z"), keys("index.html")));
    assertThat(cloudfront.parse(cloudfront("GET", "d1", "/a%2520b", "304")).orElseThrow().keys())
        .contains(new ObjectKey("a b"));
    for (String line :
        List.of(
            cloudfront("HEAD", "d1", "/a", "200"),
            cloudfront("GET", "d1", "/a", "403"),
            cloudfront("GET", "d1", "/a", "000"))) {
      assertThat(cloudfront.parse(line).orElseThrow().keys()).as(line).isEmpty();
    }
  }

  @Test
  void readsOtherFieldsOfCloudFrontInAnotherOrder() {
    assertThat(
            cloudfront.parse(
                "#Fields: cs-method new-field time date cs(Host) sc-status cs-uri-stem"))
        .isEmpty();

    assertThat(cloudfront.parse("GET\tx\t21:02:31\t2019-12-04\td1\t200\t/a"))
        .contains(new LoggedRequest(Instant.parse("2019-12-04T21:02:31Z"), keys("a")));
  }

  @Test
  void countsConfiguredHostsOnly() {
    LogSettings settings =
        new LogSettings(
            7, LogFormat.CLOUDFRONT, "l", "", "p", List.of("www.example"), "site/", List.of());
    LogParser parser = LogFormat.CLOUDFRONT.parser(settings);
    LogSamples.CLOUDFRONT_HEADER.lines().forEach(parser::parse);
    String line = cloudfront("GET", "d1", "/a", "200");

    assertThat(parser.parse(line).orElseThrow().keys()).isEmpty();
    assertThat(parser.parse(line.replace("\td1\thttps", "\twww.example\thttps")).orElseThrow())
        .isEqualTo(new LoggedRequest(Instant.parse("2019-12-04T21:02:31Z"), keys("site/a")));

    LogParser json = LogFormat.CLOUDFLARE.parser(settings);
    assertThat(json.parse(cloudflare("\"host\"", "\"/a\"")).orElseThrow().keys()).isEmpty();
    assertThat(json.parse(cloudflare("\"www.example\"", "\"/a\"")).orElseThrow().keys())
        .isEqualTo(keys("site/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2020-10-13T19:49:36Z\"", "1602618576", "1602618576000000000"})
  void readsLogpush(String time) {
    String line = cloudflare("\"host\"", "\"/cdn-cgi/images/cf-icon-cloud.png?a=b\"");

    assertThat(cloudflare.parse(line.replace("\"2020-10-13T19:49:36Z\"", time)))
        .contains(
            new LoggedRequest(
                Instant.parse("2020-10-13T19:49:36Z"), keys("cdn-cgi/images/cf-icon-cloud.png")));
    assertThat(cloudflare.parse(line.replace(":200", ":404")).orElseThrow().keys()).isEmpty();
    assertThat(cloudflare.parse(line.replace("GET", "POST")).orElseThrow().keys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void refusesOtherText(LogFormat format) {
    LogParser parser = parser(format);
    for (String line :
        List.of(
            "",
            "x",
            "{}",
            "[1]",
            "{\"EdgeStartTimestamp\":true}",
            "o primary [yesterday] x",
            s3(TIME, "a", 200).substring(0, 120),
            "\t\t\t")) {
      assertThatThrownBy(() -> parser.parse(line))
          .as(line)
          .isInstanceOfAny(IllegalArgumentException.class, DateTimeException.class);
    }
  }

  private void header() {
    LogSamples.CLOUDFRONT_HEADER
        .lines()
        .forEach(line -> assertThat(cloudfront.parse(line)).isEmpty());
  }

  /** The example of the CloudFront developer guide. */
  private static String cloudfront(String method, String host, String path, String status) {
    return String.join(
        "\t",
        ("2019-12-04 21:02:31 LAX1 392 192.0.2.100 %s %s %s %s - Mozilla/5.0%%20(Windows) - - Hit"
             + " SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ== d1 https 23 0.001 -"
             + " TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 Hit HTTP/2.0 - - 11040 0.001 Hit text/html 78"
             + " - -")
            .formatted(method, host, path, status)
            .split(" "));
  }

  private static String cloudflare(String host, String uri) {
    return "{\"ClientIP\":\"10.0.0.1\",\"ClientRequestHost\":%s,\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":%s,\"EdgeResponseStatus\":200,\"EdgeStartTimestamp\":\"2020-10-13T19:49:36Z\",\"RayID\":\"5e1b95b9ea390cc5\",\"New\":{\"a\":[1]}}"
        .formatted(host, uri);
  }

  private static LogParser parser(LogFormat format) {
    return format.parser(LogSamples.settings(format));
  }

  private static List<ObjectKey> keys(String key) {
    return List.of(new ObjectKey(key));
  }
}
