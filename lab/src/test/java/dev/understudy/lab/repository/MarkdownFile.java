package dev.understudy.lab.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One Markdown file.
 *
 * @param text its content
 * @param prose the content with every character of code blocks and code spans replaced by a blank;
 *     line breaks stay, so that positions are the same as in {@code text}
 */
record MarkdownFile(Path file, String text, String prose) {
  private static final Pattern CODE_BLOCK =
      Pattern.compile("(?ms)^ *```.*?^ *```$|^(?<=\n\n) {4}.*?(?=\n {0,3}\\S|\\z)");
  private static final Pattern CODE_SPAN = Pattern.compile("(`+)(?!`).+?(?<!`)\\1(?!`)");
  private static final Pattern LINK = Pattern.compile("(?s)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern URL = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  /** A line that consists of one link or URL cannot be wrapped. */
  private static final Pattern ONLY_LINK =
      Pattern.compile("\\s*(?:[-*] )?(?:<?https?://\\S+|\\[[^\\]]*\\](?:\\(\\S+\\)|: \\S+))[.,;]?");

  /**
   * A place in a file.
   *
   * @param line counted from 1
   */
  record Found(Path file, int line, String text) {}

  static MarkdownFile read(Path file) throws IOException {
    return of(file, Files.readString(file));
  }

  static MarkdownFile of(Path file, String text) {
    return new MarkdownFile(file, text, blank(CODE_SPAN, blank(CODE_BLOCK, text)));
  }

  private static String blank(Pattern pattern, String text) {
    StringBuilder blanked = new StringBuilder(text);
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      // Not by a pattern: it would replace the two characters of an emoji with one blank.
      for (int i = matcher.start(); i < matcher.end(); i++) {
        if (text.charAt(i) != '\n') {
          blanked.setCharAt(i, ' ');
        }
      }
    }
    return blanked.toString();
  }

  /** Lines above this number of characters, in code blocks too, but not in tables. */
  List<Found> linesLongerThan(int columns) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(i -> new Found(file, i + 1, lines.get(i)))
        .filter(line -> line.text().codePointCount(0, line.text().length()) > columns)
        .filter(line -> !line.text().stripLeading().startsWith("|"))
        .filter(line -> !ONLY_LINK.matcher(line.text()).matches())
        .toList();
  }

  /** What the pattern finds outside code. */
  List<Found> matches(Pattern pattern) {
    return find(pattern, 0);
  }

  /** The targets of all links outside code. */
  List<Found> links() {
    return find(LINK, 1);
  }

  private List<Found> find(Pattern pattern, int group) {
    List<Found> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(prose);
    while (matcher.find()) {
      int line = (int) prose.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      String match = text.substring(matcher.start(group), matcher.end(group));
      found.add(new Found(file, line + 1, match));
    }
    return found;
  }

  /** Why a link of this file does not work; empty if it does, or if it leaves the repository. */
  Optional<String> problemOf(String link) throws IOException {
    if (URL.matcher(link).matches()) {
      return Optional.empty();
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    if (!target.equals(file) && !Files.exists(target)) {
      return Optional.of("no such file");
    }
    if (parts.length == 1) {
      return Optional.empty();
    }
    if (!target.toString().endsWith(".md")) {
      return Optional.of("an anchor in a file that is not Markdown");
    }
    boolean exists = (target.equals(file) ? this : read(target)).anchors().contains(parts[1]);
    return exists ? Optional.empty() : Optional.of("no such heading");
  }

  /** The anchors of all headings, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(text);
    while (heading.find()) {
      if (prose.charAt(heading.start()) == '#') {
        String anchor = anchor(heading.group(1));
        String unique = anchor;
        for (int i = 1; !anchors.add(unique); i++) {
          unique = anchor + "-" + i;
        }
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
