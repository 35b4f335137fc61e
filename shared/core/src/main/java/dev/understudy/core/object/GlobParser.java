package dev.understudy.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Translates a glob of rclone's syntax. docs/filters.md has the table. What rclone passes on to
 * Go's regular expressions is refused, except the common forms of a character class.
 */
final class GlobParser {
  /** Longer than any key. Bounds the recursion for nested braces. */
  static final int MAX_LENGTH = 1024;

  private final String text;
  private final List<Glob.Step> steps = new ArrayList<>();
  private int at;

  private GlobParser(String text) {
    this.text = text;
  }

  /** A glob that is no glob. {@code index} counts from 0. */
  static final class GlobException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int index;

    GlobException(int index, String message) {
      super(message);
      this.index = index;
    }

    int index() {
      return index;
    }
  }

  /**
   * @throws GlobException that says what is wrong, and where
   */
  static Glob parse(String glob) throws GlobException {
    if (glob.length() > MAX_LENGTH) {
      throw new GlobException(
          MAX_LENGTH, "a pattern has at most %d characters".formatted(MAX_LENGTH));
    }
    GlobParser parser = new GlobParser(glob);
    boolean anchored = glob.startsWith("/");
    parser.at = anchored ? 1 : 0;
    Sequence sequence = parser.sequence(0);
    parser.steps.add(new Glob.Step(null, Glob.Step.END, Glob.Step.END));
    return new Glob(anchored, parser.steps, parser.compile(sequence, Glob.Step.END));
  }

  private sealed interface Item permits One, Star, Choice {}

  private record One(IntPredicate test) implements Item {}

  private record Star(IntPredicate test) implements Item {}

  private record Choice(List<Sequence> alternatives) implements Item {}

  private record Sequence(List<Item> items) {}

  /** Reads up to the end, or up to the comma or brace that ends an alternative. */
  private Sequence sequence(int depth) throws GlobException {
    List<Item> items = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth > 0 && (c == ',' || c == '}')) {
        break;
      }
      items.add(item(c, depth));
    }
    return new Sequence(items);
  }

  private Item item(char c, int depth) throws GlobException {
    return switch (c) {
      case '*' -> star();
      case '?' -> {
        at++;
        yield new One(GlobParser::isNotSlash);
      }
      case '[' -> new One(new CharacterClass(text, at).parse(end -> at = end));
      case ']' -> throw wrong("\"]\" without \"[\"");
      case '{' -> choice(depth);
      case '}' -> throw wrong("\"}\" without \"{\"");
      case '\\' -> {
        int escaped = CharacterClass.escaped(text, at);
        at += 2;
        yield new One(x -> x == escaped);
      }
      default -> {
        int literal = text.codePointAt(at);
        at += Character.charCount(literal);
        yield new One(x -> x == literal);
      }
    };
  }

  private Item star() throws GlobException {
    int begin = at;
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return switch (at - begin) {
      case 1 -> new Star(GlobParser::isNotSlash);
      case 2 -> new Star(GlobParser::isNotLineFeed);
      default -> throw new GlobException(begin, "more than two stars in a row");
    };
  }

  private Item choice(int depth) throws GlobException {
    int begin = at;
    if (text.startsWith("{{", at) || (depth > 0 && text.charAt(at - 1) == '{')) {
      throw wrong("regular expressions ({{...}}) are not supported; use *, ?, [...] and {a,b}");
    }
    List<Sequence> alternatives = new ArrayList<>();
    do {
      at++;
      alternatives.add(sequence(depth + 1));
    } while (at < text.length() && text.charAt(at) == ',');
    if (at == text.length()) {
      throw new GlobException(begin, "\"{\" without \"}\"");
    }
    at++;
    return new Choice(alternatives);
  }

  private static boolean isNotSlash(int c) {
    return c != '/';
  }

  /** Go's dot excludes the line feed. */
  private static boolean isNotLineFeed(int c) {
    return c != '\n';
  }

  private GlobException wrong(String message) {
    return new GlobException(at, message);
  }

  /** Adds the steps of the sequence, and returns its first one. */
  private int compile(Sequence sequence, int next) {
    int entry = next;
    for (int i = sequence.items().size() - 1; i >= 0; i--) {
      entry = compile(sequence.items().get(i), entry);
    }
    return entry;
  }

  private int compile(Item item, int next) {
    if (item instanceof One one) {
      return add(new Glob.Step(one.test(), next, next));
    }
    if (item instanceof Star star) {
      int loop = steps.size() + 1;
      int body = add(new Glob.Step(star.test(), loop, loop));
      return add(new Glob.Step(null, body, next));
    }
    List<Sequence> alternatives = ((Choice) item).alternatives();
    int entry = compile(alternatives.get(alternatives.size() - 1), next);
    for (int i = alternatives.size() - 2; i >= 0; i--) {
      entry = add(new Glob.Step(null, compile(alternatives.get(i), next), entry));
    }
    return entry;
  }

  private int add(Glob.Step step) {
    steps.add(step);
    return steps.size() - 1;
  }
}
