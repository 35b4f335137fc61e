package dev.understudy.reconciler.accesslog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Settings, and lines in the formats that AWS and Cloudflare document. */
final class LogSamples {
  static final String CLOUDFRONT_HEADER =
      """
      #Version: 1.0
      #Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status \
      cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id \
      x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher \
      x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port \
      time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
      sc-range-start sc-range-end
      """;

  private static final DateTimeFormatter S3_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private LogSamples() {}

  static LogSettings settings(LogFormat format) {
    return settings(format, 7, "access/");
  }

  static LogSettings settings(LogFormat format, int days, String prefix) {
    return new LogSettings(
        days, format, "logs", prefix, "primary", List.of(), "", List.of("assumed-role/backup"));
  }

  /** A server access log line of a GET. */
  static String s3(Instant time, String key, int status) {
    return s3(time, "REST.GET.OBJECT", key, "GET /" + key + " HTTP/1.1", status);
  }

  static String s3(Instant time, String operation, String key, String request, int status) {
    return "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be primary [%s] 192.0.2.3"
            .formatted(S3_TIME.format(time))
        + " - 3E57427F3EXAMPLE %s %s \"%s\" %d - 113 113 7 7 \"-\" \"curl/8.0\" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 - primary.s3.us-west-1.amazonaws.com TLSv1.2 - Yes"
            .formatted(operation, key, request, status);
  }
}
