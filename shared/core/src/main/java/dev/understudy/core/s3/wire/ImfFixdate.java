package dev.understudy.core.s3.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The form of dates in HTTP: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
public final class ImfFixdate {
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String FORM = "aaa, 00 aaa 0000 00:00:00 GMT";

  private ImfFixdate() {}

  /**
   * The time. Accepts and rejects what {@link DateTimeFormatter#RFC_1123_DATE_TIME} does.
   *
   * @throws java.time.DateTimeException if the text is not a date
   */
  public static Instant parse(String text) {
    return regular(text)
        .orElseGet(() -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
  }

  /** The time of a date in exactly this form. The formatter takes ten times as long. */
  private static Optional<Instant> regular(String text) {
    if (!hasForm(text)) {
      return Optional.empty();
    }
    int month = 1 + MONTHS.indexOf(text.substring(8, 11)) / 3;
    int day = number(text, 5, 7);
    int hour = number(text, 17, 19);
    int minute = number(text, 20, 22);
    int second = number(text, 23, 25);
    YearMonth yearMonth = YearMonth.of(number(text, 12, 16), month);
    if (day == 0 || day > yearMonth.lengthOfMonth() || hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    LocalDate date = yearMonth.atDay(day);
    int dayOfWeek = 1 + DAYS.indexOf(text.substring(0, 3)) / 3;
    return date.getDayOfWeek().getValue() == dayOfWeek
        ? Optional.of(date.atTime(LocalTime.of(hour, minute, second)).toInstant(ZoneOffset.UTC))
        : Optional.empty();
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : form != 'a' && form != c) {
        return false;
      }
    }
    return isName(DAYS, text.substring(0, 3)) && isName(MONTHS, text.substring(8, 11));
  }

  private static boolean isName(String names, String name) {
    int index = names.indexOf(name);
    return index >= 0 && index % 3 == 0;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
