package dev.understudy.core.hint;

import static dev.understudy.core.json.JsonTree.at;
import static dev.understudy.core.json.JsonTree.text;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.time.IsoInstant;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads message bodies of every supported format: S3 event notifications, also wrapped by SNS,
 * EventBridge's S3 events, and plain hints. Only the bucket and the key are used, and the bucket
 * must be the configured one. A message can cause a comparison, but cannot choose the bucket or the
 * action.
 */
public final class HintReader {
  private final String bucket;

  public HintReader(String bucket) {
    this.bucket = bucket;
  }

  /** Never throws. A part that cannot be read becomes a {@link ParsedMessage#complaint}. */
  public ParsedMessage read(String body) {
    return read(body, true);
  }

  private ParsedMessage read(String body, boolean mayBeWrapped) {
    return JsonTree.object(body)
        .map(message -> read(message, mayBeWrapped))
        .orElseGet(() -> ParsedMessage.unusable("The body is not a JSON object"));
  }

  private ParsedMessage read(Map<String, Object> message, boolean mayBeWrapped) {
    if (mayBeWrapped && "Notification".equals(message.get("Type"))) {
      return message.get("Message") instanceof String inner
          ? read(inner, false)
          : ParsedMessage.unusable("The SNS notification has no message");
    }
    if ("s3:TestEvent".equals(message.get("Event"))) {
      return new ParsedMessage(List.of(), Optional.empty());
    }
    if (message.get("Records") instanceof List<?> records) {
      return records.isEmpty()
          ? ParsedMessage.unusable("The notification has no records")
          : all(records, this::ofRecord);
    }
    if (message.get("detail") instanceof Map<?, ?> && "aws.s3".equals(message.get("source"))) {
      return all(List.of(message), this::ofEventBridge);
    }
    if (message.containsKey("key")) {
      return all(List.of(message), this::ofPlain);
    }
    return ParsedMessage.unusable("The body is not a known event");
  }

  /** Reads each part separately, so that one bad record does not lose the other hints. */
  private static ParsedMessage all(List<?> parts, Function<Object, Hint> reader) {
    List<Hint> hints = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (Object part : parts) {
      try {
        hints.add(reader.apply(part));
      } catch (IllegalArgumentException e) {
        complaints.add(String.valueOf(e.getMessage()));
      }
    }
    return new ParsedMessage(hints, complaints.stream().distinct().reduce((a, b) -> a + "; " + b));
  }

  private Hint ofRecord(Object record) {
    String version = text(record, "eventVersion");
    if (!version.startsWith("2.")) {
      throw new IllegalArgumentException("The event version is not 2.x: " + shortened(version));
    }
    requireBucket(text(record, "s3", "bucket", "name"));
    return new Hint(
        KeyDecoder.decode(text(record, "s3", "object", "key")), time(at(record, "eventTime")));
  }

  /** EventBridge does not encode keys, so a plus and a percent sign are literal. */
  private Hint ofEventBridge(Object event) {
    requireBucket(text(event, "detail", "bucket", "name"));
    return new Hint(new ObjectKey(text(event, "detail", "object", "key")), time(at(event, "time")));
  }

  private Hint ofPlain(Object hint) {
    requireBucket(text(hint, "bucket"));
    return new Hint(
        new ObjectKey(text(hint, "key")),
        time(at(hint, "time")),
        renewals(at(hint, Hint.RENEWALS)));
  }

  /** Any other value counts as none: it can only cost further work on this key. */
  private static int renewals(@Nullable Object value) {
    return value instanceof Integer number && number > 0 ? number : 0;
  }

  private void requireBucket(String name) {
    if (!name.equals(bucket)) {
      throw new IllegalArgumentException(
          "The bucket is not the configured one: " + shortened(name));
    }
  }

  /** Some senders omit the time zone. A time that cannot be parsed only costs a lag value. */
  private static Optional<Instant> time(@Nullable Object value) {
    try {
      return value instanceof String text
          ? Optional.of(IsoInstant.parse(text.endsWith("Z") ? text : text + "Z"))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
