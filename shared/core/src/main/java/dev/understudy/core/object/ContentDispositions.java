package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * Rewrites a Content-Disposition whose file name is not ASCII in the form of RFC 6266, which every
 * current browser reads: {@code filename*=UTF-8''...}, and an ASCII {@code filename} for others.
 * Reads one value, and is used once.
 */
final class ContentDispositions {
  private static final String SYMBOLS_OF_TOKENS = "!#$%&'*+.^_`|~-";

  /** The symbols that RFC 5987 leaves as they are. */
  private static final String UNESCAPED = "!#$&+-.^_`|~";

  private final String value;
  private final StringBuilder text = new StringBuilder();
  private int at;
  private Optional<String> fileName = Optional.empty();
  private boolean hasExtended;

  private ContentDispositions(String value) {
    this.value = value;
  }

  /**
   * The same disposition in ASCII. A {@code filename*} that exists stays as it is.
   *
   * @return empty if the value cannot be read, or if anything but the file name is not ASCII
   */
  static Optional<String> ascii(String value) {
    ContentDispositions disposition = new ContentDispositions(value);
    return disposition.read() ? Optional.of(disposition.written()) : Optional.empty();
  }

  private boolean read() {
    String type = token();
    text.append(type);
    while (skips(';')) {
      skipBlanks();
      if (at < value.length() && value.charAt(at) != ';' && !readParameter()) {
        return false;
      }
    }
    return !type.isEmpty() && at == value.length();
  }

  /** Returns false if the parameter cannot be kept. */
  private boolean readParameter() {
    String name = token();
    if (name.isEmpty() || !skips('=')) {
      return false;
    }
    boolean quoted = skips('"');
    Optional<String> read = quoted ? quotedText() : Optional.of(unquotedText());
    if (read.isEmpty()) {
      return false;
    }
    String content = read.get();
    if (name.equalsIgnoreCase("filename")) {
      boolean repeated = fileName.isPresent();
      fileName = read;
      text.append("; filename=").append(quoted(fallback(content)));
      return !repeated;
    }
    hasExtended |= name.equalsIgnoreCase("filename*");
    text.append("; ").append(name).append('=').append(quoted ? quoted(content) : content);
    return content.chars().allMatch(c -> c < 128);
  }

  private String written() {
    return hasExtended
        ? text.toString()
        : text + fileName.map(name -> "; filename*=UTF-8''" + encoded(name)).orElse("");
  }

  /** Reads a token and skips the blanks around it. Returns an empty text where no token stands. */
  private String token() {
    skipBlanks();
    int from = at;
    while (at < value.length() && isOfToken(value.charAt(at))) {
      at++;
    }
    String token = value.substring(from, at);
    skipBlanks();
    return token;
  }

  private boolean skips(char expected) {
    skipBlanks();
    boolean found = at < value.length() && value.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void skipBlanks() {
    while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
      at++;
    }
  }

  /** Reads the text up to the closing quote. Returns empty if the quote is missing. */
  private Optional<String> quotedText() {
    StringBuilder content = new StringBuilder();
    while (at < value.length() && value.charAt(at) != '"') {
      at += value.charAt(at) == '\\' && at + 1 < value.length() ? 1 : 0;
      content.append(value.charAt(at++));
    }
    return skips('"') ? Optional.of(content.toString()) : Optional.empty();
  }

  /** Some writers send a name with blanks and other characters without quotes. */
  private String unquotedText() {
    int end = value.indexOf(';', at);
    String content = value.substring(at, end < 0 ? value.length() : end);
    at += content.length();
    return content.strip();
  }

  private static boolean isOfToken(char c) {
    return isLetterOrDigit(c) || SYMBOLS_OF_TOKENS.indexOf(c) >= 0;
  }

  private static boolean isLetterOrDigit(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static String fallback(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints().forEach(c -> ascii.append(c < 128 ? (char) c : '_'));
    return ascii.toString();
  }

  private static String quoted(String content) {
    return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The percent encoding of RFC 5987. */
  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
