package dev.understudy.page;

/** Text from keys and messages, made safe for a terminal, a page and XML. */
public final class SafeText {
  private SafeText() {}

  /**
   * The text with every control character written as {@code \}{@code uXXXX}. A key can contain an
   * escape sequence, which a terminal would execute, or a line break, which would forge a row.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        safe.append("\\u%04x".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /** Control characters, and format characters such as those that reverse the writing direction. */
  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || c >= '\ufffe' // Not allowed in XML.
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
