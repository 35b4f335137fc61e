package dev.understudy.core.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP headers. S3 returns an {@code Expires} header as it was written, MinIO returns an
 * HTTP-date. Both must compare equal.
 */
final class HttpDates {
  private static final DateTimeFormatter CANONICAL =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final String TIME = "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?";
  private static final String ZONE =
      "(?: *(?<zone>GMT|UTC|UT|Z|(?<sign>[+-])(?<zoneHour>\\d{2}):?(?<zoneMinute>\\d{2})))?";

  /** {@code Fri, 01 Sep 2028 01:01:01 GMT} and {@code Friday, 01-Sep-28 01:01:01 GMT}. */
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:[a-z]{3,9}, *)?(?<day>\\d{1,2})[ -]+(?<month>[a-z]{3})[ -]+(?<year>\\d{4}|\\d{2}) +"
              + TIME
              + ZONE,
          Pattern.CASE_INSENSITIVE);

  /** {@code Fri Sep 1 01:01:01 2028}, the form of C's {@code asctime}. */
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          "(?:[a-z]{3},? +)(?<month>[a-z]{3}) +(?<day>\\d{1,2}) +"
              + TIME
              + ZONE
              + " +(?<year>\\d{4})",
          Pattern.CASE_INSENSITIVE);

  /** MinIO treats this time as no time, because it is the zero of Go's type. */
  private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /** The first time that does not have a year of four digits. */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private HttpDates() {}

  /**
   * The date in the only form that MinIO keeps: {@code Fri, 01 Sep 2028 01:01:01 GMT}.
   *
   * @param text a date in one of the forms of RFC 9110, section 5.6.7; also with a one-digit day, a
   *     numeric zone, no zone (it is GMT then), or another day of the week than the date's
   * @return empty if the text is not a date, or is one that MinIO does not keep
   */
  static Optional<String> canonical(String text) {
    Matcher dayFirst = DAY_FIRST.matcher(text.strip());
    if (dayFirst.matches()) {
      return instant(dayFirst).map(CANONICAL::format);
    }
    Matcher yearLast = YEAR_LAST.matcher(text.strip());
    return yearLast.matches() ? instant(yearLast).map(CANONICAL::format) : Optional.empty();
  }

  private static Optional<Instant> instant(Matcher date) {
    try {
      Instant time =
          LocalDateTime.of(
                  year(date.group("year")),
                  1 + MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)),
                  number(date.group("day")),
                  number(date.group("hour")),
                  number(date.group("minute")),
                  number(date.group("second")))
              .toInstant(zone(date));
      return Optional.of(time).filter(t -> t.isAfter(NO_TIME) && t.isBefore(END));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZoneOffset zone(Matcher date) {
    String sign = date.group("sign");
    if (sign == null) {
      return ZoneOffset.UTC;
    }
    int factor = sign.equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(
        factor * number(date.group("zoneHour")), factor * number(date.group("zoneMinute")));
  }

  /** Two digits mean 1970 to 2069 whenever they are read, so that a comparison never changes. */
  private static int year(String digits) {
    int year = number(digits);
    if (digits.length() == 4) {
      return year;
    }
    return year < 70 ? 2000 + year : 1900 + year;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
