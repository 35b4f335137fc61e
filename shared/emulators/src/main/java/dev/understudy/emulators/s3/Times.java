package dev.understudy.emulators.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The three forms in which S3 writes times. */
final class Times {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** The form of listings and events, with milliseconds. */
  static String iso(Instant time) {
    return ISO.format(time);
  }

  /** The form of headers, in whole seconds. */
  static String http(Instant time) {
    return HTTP.format(time);
  }

  static Optional<Instant> parseHttp(String text) {
    return parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  /** The form of signatures. */
  static Optional<Instant> parseBasic(String text) {
    return parse(text, BASIC);
  }

  /** RFC 3339, with or without a fraction. */
  static Optional<Instant> parseRfc3339(String text) {
    return parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }

  private static Optional<Instant> parse(String text, DateTimeFormatter format) {
    try {
      return Optional.of(ZonedDateTime.parse(text, format.withZone(ZoneOffset.UTC)).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
