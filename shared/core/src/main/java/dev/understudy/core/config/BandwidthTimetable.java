package dev.understudy.core.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bandwidth for every minute of the week, in the syntax of rclone's {@code --bwlimit}: {@code
 * 10M}, or {@code 08:00,512k Sat-00:00,off}. docs/configuration.md describes it. Times are UTC.
 */
public final class BandwidthTimetable {
  /** Bytes per second without a limit. */
  public static final double UNLIMITED = Double.POSITIVE_INFINITY;

  public static final BandwidthTimetable OFF =
      new BandwidthTimetable(new TreeMap<>(Map.of(0, UNLIMITED)));

  private static final int MINUTES_PER_DAY = 24 * 60;
  private static final int MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private static final Pattern SLOT =
      Pattern.compile("(?:(?<day>\\p{Alpha}+)-)?(?<hour>\\d\\d):(?<minute>\\d\\d),(?<rate>[^,]+)");
  private static final Pattern RATE =
      Pattern.compile(
          "(?<number>\\d{1,15}(?:\\.\\d{1,9})?)(?<unit>b|[kmgt](?:ib?)?)?",
          Pattern.CASE_INSENSITIVE);

  /** Bytes per second by the minute of the week, from Monday 00:00, in which they begin. */
  private final NavigableMap<Integer, Double> slots;

  private BandwidthTimetable(NavigableMap<Integer, Double> slots) {
    this.slots = slots;
  }

  /**
   * Reads a timetable. Where two entries begin in the same minute, the later one counts.
   *
   * @param text a bandwidth, or entries between blanks
   * @throws IllegalArgumentException that names the entry that cannot be read, and the syntax
   */
  public static BandwidthTimetable parse(String text) {
    NavigableMap<Integer, Double> slots = new TreeMap<>();
    String stripped = text.strip();
    if (!stripped.contains(",")) {
      slots.put(0, rate(stripped, stripped));
      return new BandwidthTimetable(slots);
    }
    for (String entry : stripped.split("\\s+")) {
      addSlot(slots, entry);
    }
    return new BandwidthTimetable(slots);
  }

  private static void addSlot(Map<Integer, Double> slots, String entry) {
    Matcher matcher = SLOT.matcher(entry);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the entry \"%s\" must look like 08:00,512k or Mon-08:00,512k".formatted(entry));
    }
    int hour = Integer.parseInt(matcher.group("hour"));
    int minute = Integer.parseInt(matcher.group("minute"));
    if (hour > 23 || minute > 59) {
      throw new IllegalArgumentException(
          "the entry \"%s\" must have a time from 00:00 to 23:59".formatted(entry));
    }
    double rate = rate(matcher.group("rate"), entry);
    String day = matcher.group("day");
    for (int number = 0; number < DAYS.size(); number++) {
      if (day == null || number == day(day, entry)) {
        slots.put(number * MINUTES_PER_DAY + hour * 60 + minute, rate);
      }
    }
  }

  private static int day(String name, String entry) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (int day = 0; day < DAYS.size(); day++) {
      if (lower.equals(DAYS.get(day)) || lower.equals(DAYS.get(day).substring(0, 3))) {
        return day;
      }
    }
    throw new IllegalArgumentException(
        "the entry \"%s\" must begin with a day such as Mon or Monday, or with a time"
            .formatted(entry));
  }

  private static double rate(String text, String entry) {
    if (text.equalsIgnoreCase("off")) {
      return UNLIMITED;
    }
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" must be a bandwidth such as 512k, 10M, 1.5G or off, in bytes per second"
              .formatted(entry));
    }
    double bytes = Double.parseDouble(matcher.group("number")) * unit(matcher.group("unit"));
    return bytes == 0 ? UNLIMITED : bytes;
  }

  /** As in rclone: KiB without a unit, and powers of 1,024 with one. */
  private static double unit(@Nullable String unit) {
    char letter = unit == null ? 'k' : Character.toLowerCase(unit.charAt(0));
    return Math.pow(1024, "bkmgt".indexOf(letter));
  }

  /** Bytes per second at this time; {@link #UNLIMITED} if there is no limit. */
  public double bytesPerSecond(Instant at) {
    OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
    int minute =
        (utc.getDayOfWeek().getValue() - 1) * MINUTES_PER_DAY
            + utc.getHour() * 60
            + utc.getMinute();
    return entry(minute).getValue();
  }

  private Map.Entry<Integer, Double> entry(int minuteOfWeek) {
    Map.Entry<Integer, Double> begun = slots.floorEntry(minuteOfWeek);
    return begun == null ? slots.lastEntry() : begun;
  }

  /** The lowest bandwidth of the week in bytes per second. */
  public double lowest() {
    return Collections.min(slots.values());
  }

  /** Whether there is a limit at any time. */
  public boolean isLimited() {
    return lowest() < UNLIMITED;
  }

  /**
   * The mean over the week in bytes per second.
   *
   * @param share the share of the limit that is available
   * @param most the bandwidth where the limit allows more
   */
  public double mean(double share, double most) {
    double sum = 0;
    for (int minute = 0; minute < MINUTES_PER_WEEK; minute++) {
      sum += Math.min(most, entry(minute).getValue() * share);
    }
    return sum / MINUTES_PER_WEEK;
  }
}
