package dev.understudy.emulators.sqs;

/**
 * The characters that SQS accepts in a message body and in a string attribute: those of XML 1.0
 * (SQS API reference, SendMessage). SQS answers {@code InvalidMessageContents} or {@code
 * InvalidParameterValue} to any other.
 */
public final class SqsCharacters {
  private SqsCharacters() {}

  /** Whether SQS accepts the text, which must not be empty either. */
  public static boolean accepts(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(SqsCharacters::isAccepted);
  }

  /** An unpaired surrogate, which {@link String#codePoints} returns as it is, is not accepted. */
  private static boolean isAccepted(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
