package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/** Splits a batch that exceeds the event limit of 6 MB into several batches. */
final class PayloadLimit {
  /** Leaves room for the other fields of each message in the event. */
  private static final int MAX_BODY_BYTES = 5 << 20;

  private PayloadLimit() {}

  /** The batch in parts, in its order; a message that exceeds the limit is a part of its own. */
  static List<List<Message>> split(List<Message> batch) {
    List<List<Message>> parts = new ArrayList<>();
    int room = 0;
    for (Message message : batch) {
      int size = message.body().getBytes(UTF_8).length;
      if (parts.isEmpty() || size > room) {
        parts.add(new ArrayList<>());
        room = MAX_BODY_BYTES;
      }
      parts.get(parts.size() - 1).add(message);
      room -= size;
    }
    return parts;
  }
}
