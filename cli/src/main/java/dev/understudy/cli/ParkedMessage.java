package dev.understudy.cli;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.hint.ParsedMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message of the dead-letter queue.
 *
 * @param id the id in this queue
 * @param handle the receipt handle of this receive
 * @param reason why the replicator parked it; empty if SQS moved it after too many receives
 * @param sent when it was sent to this queue, or first sent if SQS moved it
 */
record ParkedMessage(String id, String handle, Optional<String> reason, Instant sent, String body) {
  static ParkedMessage of(Message message) {
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return new ParkedMessage(
        message.messageId(),
        message.receiptHandle(),
        Optional.ofNullable(message.messageAttributes().get(SqsHintQueue.REASON))
            .map(attribute -> attribute.stringValue()),
        sent == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(sent)),
        message.body());
  }

  /** The reason without its details, which is the same for messages of one kind. */
  String kind() {
    return reason
        .map(text -> text.split(":", 2)[0].replaceAll("\\d+", "N"))
        .orElse("moved by SQS, without a reason");
  }

  /** The hints that the message contains. */
  ParsedMessage hints(String bucket) {
    return new HintReader(bucket).read(body);
  }

  /** A row of a table. */
  Map<String, Object> row(String bucket) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("sent", sent.toString());
    row.put("reason", reason.orElse(kind()));
    row.put("keys", hints(bucket).hints().stream().map(hint -> hint.key().value()).toList());
    return row;
  }
}
