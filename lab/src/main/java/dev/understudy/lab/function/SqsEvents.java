package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.understudy.lab.queue.Queue;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Builds the event that Lambda sends for a queue's messages, with Lambda's own serializer. */
final class SqsEvents {
  private static final String SOURCE = "aws:sqs";

  private final Queue queue;
  private final PojoSerializer<SQSEvent> serializer =
      LambdaEventSerializers.serializerFor(SQSEvent.class, SqsEvents.class.getClassLoader());

  SqsEvents(Queue queue) {
    this.queue = queue;
  }

  String json(List<Message> messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages.stream().map(this::record).toList());
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    serializer.toJson(event, json);
    return json.toString(UTF_8);
  }

  private SQSEvent.SQSMessage record(Message message) {
    SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setMd5OfBody(message.md5OfBody());
    record.setMd5OfMessageAttributes(message.md5OfMessageAttributes());
    record.setAttributes(message.attributesAsStrings());
    record.setMessageAttributes(attributes(message.messageAttributes()));
    record.setEventSource(SOURCE);
    record.setEventSourceArn(queue.arn());
    record.setAwsRegion(queue.arn().split(":", -1)[3]);
    return record;
  }

  private static Map<String, SQSEvent.MessageAttribute> attributes(
      Map<String, MessageAttributeValue> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> attribute(entry.getValue())));
  }

  private static SQSEvent.MessageAttribute attribute(MessageAttributeValue value) {
    SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
    attribute.setDataType(value.dataType());
    attribute.setStringValue(value.stringValue());
    attribute.setStringListValues(value.stringListValues());
    attribute.setBinaryListValues(
        value.binaryListValues().stream().map(SdkBytes::asByteBuffer).toList());
    if (value.binaryValue() != null) {
      attribute.setBinaryValue(value.binaryValue().asByteBuffer());
    }
    return attribute;
  }
}
