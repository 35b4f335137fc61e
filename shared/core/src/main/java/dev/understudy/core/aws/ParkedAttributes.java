package dev.understudy.core.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.queue.QueueMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of a parked message. SQS counts them towards the size of the message, so they are
 * cut to what the body leaves.
 */
final class ParkedAttributes {
  /** SQS's limit until 2025, which a queue may still have: 256 KiB. */
  private static final int OLD_LIMIT = 256 << 10;

  /** SQS's limit: 1 MiB. */
  private static final int LIMIT = 1 << 20;

  private static final String MESSAGE_ID = "messageId";

  /** SQS counts the name, the type and the value of an attribute. */
  private static final int TYPE_BYTES = "String".length();

  private ParkedAttributes() {}

  /** The attributes that fit, by name. The reason is cut to whole characters. */
  static Map<String, String> of(QueueMessage message, String reason) {
    int body = message.body().getBytes(UTF_8).length;
    int left = (body <= OLD_LIMIT ? OLD_LIMIT : LIMIT) - body;
    Map<String, String> attributes = new LinkedHashMap<>();
    int id = size(MESSAGE_ID, message.id());
    if (id <= left) {
      attributes.put(MESSAGE_ID, message.id());
      left -= id;
    }
    String cut = cut(reason, left - size(SqsHintQueue.REASON, ""));
    if (!cut.isEmpty()) {
      attributes.put(SqsHintQueue.REASON, cut);
    }
    return attributes;
  }

  private static int size(String name, String value) {
    return name.length() + TYPE_BYTES + value.getBytes(UTF_8).length;
  }

  /** The longest beginning of at most this many bytes of UTF-8. */
  private static String cut(String text, int bytes) {
    int end = 0;
    int size = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      size += text.substring(end, next).getBytes(UTF_8).length;
      if (size > bytes) {
        break;
      }
      end = next;
    }
    return text.substring(0, end);
  }
}
