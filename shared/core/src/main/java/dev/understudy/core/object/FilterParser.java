package dev.understudy.core.object;

import java.util.ArrayList;
import java.util.List;

/** Reads a filter line by line. Used once. docs/filters.md describes the lines. */
final class FilterParser {
  static final int MAX_RULES = 1000;

  private static final int DIGEST_DIGITS = 16;

  private final List<Filter.Rule> files = new ArrayList<>();
  private final List<Filter.Rule> directories = new ArrayList<>();
  private final FilterOptions options = new FilterOptions();
  private final List<String> lines = new ArrayList<>();
  private int number;

  Filter parse(String text) {
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
        if (lines.size() >= MAX_RULES) {
          throw new FilterException(
              number, 1, "a filter has at most %d rules and options".formatted(MAX_RULES));
        }
        line(line, raw.indexOf(line));
        lines.add(line);
      }
    }
    return new Filter(
        files, directories, options.bounds(), options.evicts(), lines.size(), digest());
  }

  /**
   * @param indent characters before the line's first one
   */
  private void line(String line, int indent) {
    if (line.equals("!")) {
      files.clear();
      directories.clear();
    } else if (line.startsWith("+ ") || line.startsWith("- ")) {
      try {
        rule(line.charAt(0) == '+', line.substring(2));
      } catch (GlobParser.GlobException e) {
        throw new FilterException(number, indent + 3 + e.index(), String.valueOf(e.getMessage()));
      }
    } else {
      try {
        options.read(line);
      } catch (IllegalArgumentException e) {
        throw new FilterException(number, indent + 1, String.valueOf(e.getMessage()));
      }
    }
  }

  /** As rclone does: an excluded directory is excluded with all that it contains. */
  private void rule(boolean includes, String pattern) throws GlobParser.GlobException {
    boolean namesDirectory = pattern.endsWith("/");
    String glob = namesDirectory && !includes ? pattern + "**" : pattern;
    Glob parsed = GlobParser.parse(glob);
    boolean matchesBoth = glob.contains("**");
    if (matchesBoth || !namesDirectory) {
      files.add(new Filter.Rule(includes, parsed));
      if (includes || glob.equals("*")) {
        for (String directory : DirectoryGlobs.of(glob)) {
          directories.add(new Filter.Rule(includes, GlobParser.parse(directory)));
        }
      }
    }
    if (matchesBoth || namesDirectory) {
      directories.add(new Filter.Rule(includes, parsed));
    }
  }

  private String digest() {
    return Sha256.hex(String.join("\n", lines)).substring(0, DIGEST_DIGITS);
  }
}
