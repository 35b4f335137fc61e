package dev.understudy.core.object;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a filter: lines such as {@code max-size: 1G}. Sizes and ages have rclone's units.
 */
final class FilterOptions {
  private static final List<String> NAMES = List.of("min-size", "max-size", "min-age", "max-age");
  private static final Pattern OPTION = Pattern.compile("([a-z-]+):\\s*(.*)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([BKMGTPbkmgtp]?)(?:i|iB)?");
  private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d|w|M|y|)");
  private static final String SIZE_UNITS = "BKMGTP";

  private final Map<String, String> values = new HashMap<>();

  /**
   * @throws IllegalArgumentException that says what is wrong with the line
   */
  void read(String line) {
    Matcher option = OPTION.matcher(line);
    if (!option.matches()) {
      throw new IllegalArgumentException(
          "a line is \"+ pattern\", \"- pattern\", \"!\", a comment (#) or an option of " + NAMES);
    }
    String name = option.group(1);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "the option \"%s\" is not supported; there are %s".formatted(name, NAMES));
    }
    if (values.putIfAbsent(name, option.group(2)) != null) {
      throw new IllegalArgumentException("the option \"%s\" is given twice".formatted(name));
    }
    if (name.endsWith("-size")) {
      size(option.group(2));
    } else {
      age(option.group(2));
    }
  }

  ObjectBounds bounds() {
    return new ObjectBounds(
        Optional.ofNullable(values.get("min-size")).map(FilterOptions::size),
        Optional.ofNullable(values.get("max-size")).map(FilterOptions::size),
        Optional.ofNullable(values.get("min-age")).map(FilterOptions::age),
        Optional.ofNullable(values.get("max-age")).map(FilterOptions::age));
  }

  /** A size in bytes. Without a unit it counts KiB, as rclone does. */
  private static long size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no size; write a number and B, K, M, G, T or P, such as 100K".formatted(text));
    }
    String unit = size.group(2).isEmpty() ? "K" : size.group(2).toUpperCase(Locale.ROOT);
    BigDecimal bytes =
        new BigDecimal(size.group(1))
            .multiply(BigDecimal.valueOf(1L << (10 * SIZE_UNITS.indexOf(unit))));
    return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** Without a unit it counts seconds, as rclone does. */
  private static Duration age(String text) {
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no age; write a whole number and ms, s, m, h, d, w, M or y, such as 30d"
              .formatted(text));
    }
    long number = Long.parseLong(age.group(1));
    return switch (age.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(7 * number);
      case "M" -> Duration.ofDays(30 * number);
      case "y" -> Duration.ofDays(365 * number);
      default -> Duration.ofSeconds(number);
    };
  }
}
