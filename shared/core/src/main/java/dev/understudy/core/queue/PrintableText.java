package dev.understudy.core.queue;

/**
 * Text in the characters that SQS accepts in a message attribute: those of XML 1.0 (SQS API
 * reference, SendMessage). A key or a bucket name in a message can have any other character.
 */
public final class PrintableText {
  /** The maximum length, in UTF-16 units, before the ellipsis. */
  static final int MAX_LENGTH = 1000;

  private static final String ELLIPSIS = "...";

  private PrintableText() {}

  /** The text with every other character written as {@code \}{@code uXXXX}, and cut if too long. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      String next = isAccepted(c) ? Character.toString(c) : "\\u%04x".formatted(c);
      if (printable.length() + next.length() > MAX_LENGTH) {
        return printable.append(ELLIPSIS).toString();
      }
      printable.append(next);
      i += Character.charCount(c);
    }
    return printable.toString();
  }

  /** {@link String#codePointAt} returns an unpaired surrogate as it is. */
  private static boolean isAccepted(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < Character.MIN_SURROGATE)
        || (c > Character.MAX_SURROGATE && c < 0xFFFE)
        || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
