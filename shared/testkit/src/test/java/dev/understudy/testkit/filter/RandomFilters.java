package dev.understudy.testkit.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random rules and keys over a small alphabet, so that many of them match. */
final class RandomFilters {
  private static final List<String> TOKENS =
      List.of(
          "a",
          "b",
          "c",
          "ab",
          "/",
          "/",
          "*",
          "*",
          "**",
          "?",
          "[ab]",
          "[^a]",
          "[a-b*]",
          "[^/]",
          "[+-a]",
          "[^*-b]",
          "[a-b-c]",
          "[b-]",
          "{a,b}",
          "{a,}",
          "{a/,b}",
          "{a**,b}",
          "{a,{b,c}}",
          "\\*",
          ".",
          "+",
          "é");
  private static final String CHARACTERS = "aaabbbcc*.+é";

  private final Random random;

  RandomFilters(long seed) {
    this.random = new Random(seed);
  }

  /** One to five lines of a filter. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int number = 1 + random.nextInt(5);
    for (int i = 0; i < number; i++) {
      lines.add((random.nextBoolean() ? "+ " : "- ") + pattern());
    }
    if (random.nextBoolean()) {
      lines.add(random.nextBoolean() ? "- *" : "- **");
    }
    return lines;
  }

  String pattern() {
    StringBuilder pattern = new StringBuilder(random.nextInt(3) == 0 ? "/" : "");
    int tokens = 1 + random.nextInt(6);
    for (int i = 0; i < tokens; i++) {
      pattern.append(TOKENS.get(random.nextInt(TOKENS.size())));
    }
    return pattern.append(random.nextInt(5) == 0 ? "/" : "").toString();
  }

  /** Keys that a file system can hold together: no key is a directory of another. */
  Set<String> keys(int number) {
    Set<String> keys = new TreeSet<>();
    Set<String> directories = new TreeSet<>();
    for (int i = 0; i < number; i++) {
      String key = key();
      if (directories.contains(key) || ancestors(key).stream().anyMatch(keys::contains)) {
        continue;
      }
      keys.add(key);
      directories.addAll(ancestors(key));
    }
    return keys;
  }

  private static List<String> ancestors(String key) {
    List<String> ancestors = new ArrayList<>();
    for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
      ancestors.add(key.substring(0, slash));
    }
    return ancestors;
  }

  private String key() {
    List<String> segments = new ArrayList<>();
    int number = 1 + random.nextInt(4);
    for (int i = 0; i < number; i++) {
      segments.add(segment());
    }
    return String.join("/", segments);
  }

  private String segment() {
    StringBuilder segment = new StringBuilder();
    int length = 1 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      segment.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    boolean isDots = segment.chars().allMatch(c -> c == '.');
    return isDots ? "a" + segment : segment.toString();
  }
}
