package dev.understudy.core.object;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of a filter: lines such as {@code max-size: 1G}. docs/filters.md describes them. */
final class FilterOptions {
  private static final List<String> NAMES =
      List.of(
          "min-size",
          "max-size",
          "min-age",
          "max-age",
          "storage-class",
          "tag",
          "exclude-tag",
          "evict");
  private static final Pattern OPTION = Pattern.compile("([a-z-]+):\\s*(.*)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([BKMGTPbkmgtp]?)(?:i|iB)?");
  private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d|w|M|y|)");
  private static final String SIZE_UNITS = "BKMGTP";

  private final Set<String> given = new HashSet<>();
  private final List<ObjectBounds.Tag> tags = new ArrayList<>();
  private final List<ObjectBounds.Tag> excludedTags = new ArrayList<>();
  private Optional<Long> minSize = Optional.empty();
  private Optional<Long> maxSize = Optional.empty();
  private Optional<Duration> minAge = Optional.empty();
  private Optional<Duration> maxAge = Optional.empty();
  private List<String> classes = List.of();
  private boolean evicts;

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
    if (!given.add(name) && !name.endsWith("tag")) {
      throw new IllegalArgumentException("the option \"%s\" is given twice".formatted(name));
    }
    set(name, option.group(2));
    if (evicts && minAge.isPresent()) {
      throw new IllegalArgumentException(
          "\"evict: true\" and \"min-age\" exclude each other: each overwritten object would lose"
              + " its replica until it is old enough");
    }
  }

  private void set(String name, String value) {
    switch (name) {
      case "min-size" -> minSize = Optional.of(size(value));
      case "max-size" -> maxSize = Optional.of(size(value));
      case "min-age" -> minAge = Optional.of(age(value));
      case "max-age" -> maxAge = Optional.of(age(value));
      case "storage-class" -> classes = classes(value);
      case "tag" -> tags.add(tag(value));
      case "exclude-tag" -> excludedTags.add(tag(value));
      case "evict" -> evicts = flag(value);
      default ->
          throw new IllegalArgumentException(
              "the option \"%s\" is not supported; there are %s".formatted(name, NAMES));
    }
  }

  ObjectBounds bounds() {
    return new ObjectBounds(minSize, maxSize, minAge, maxAge, classes, tags, excludedTags);
  }

  boolean evicts() {
    return evicts;
  }

  /** An unknown name would exclude every object. */
  private static List<String> classes(String text) {
    List<String> names = Stream.of(text.split(",", -1)).map(String::strip).toList();
    for (String name : names) {
      if (!StorageClasses.ALL.contains(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is no storage class; there are %s".formatted(name, StorageClasses.ALL));
      }
    }
    return names;
  }

  private static ObjectBounds.Tag tag(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          "\"%s\" is no tag; write name=value, such as tier=public".formatted(text));
    }
    return new ObjectBounds.Tag(text.substring(0, equals), text.substring(equals + 1));
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("\"%s\" must be true or false".formatted(text));
    }
    return text.equals("true");
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
