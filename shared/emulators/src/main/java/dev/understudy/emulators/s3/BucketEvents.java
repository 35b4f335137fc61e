package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The event notifications of a bucket: S3 user guide, "Event message structure". */
final class BucketEvents {
  private final String bucket;
  private final Clock clock;
  private final Outbox outbox;
  private List<Rule> rules = List.of();
  private long sequence;

  BucketEvents(String bucket, Clock clock, Outbox outbox) {
    this.bucket = bucket;
    this.clock = clock;
    this.outbox = outbox;
  }

  /**
   * Selects the events for one queue or topic.
   *
   * @param destinationArn of the queue or topic
   * @param events such as {@code s3:ObjectCreated:*}
   */
  record Rule(String id, String destinationArn, List<String> events, String prefix, String suffix) {

    boolean isTopic() {
      return destinationArn.startsWith("arn:aws:sns:");
    }

    /** S3 sends an event to one destination only: it refuses rules that share an event. */
    boolean overlaps(Rule other) {
      return events.stream()
              .anyMatch(
                  event ->
                      other.events.stream().anyMatch(e -> covers(event, e) || covers(e, event)))
          && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
          && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
    }

    boolean matches(String event, String key) {
      return key.startsWith(prefix)
          && key.endsWith(suffix)
          && events.stream().anyMatch(pattern -> covers(pattern, "s3:" + event));
    }

    private static boolean covers(String pattern, String event) {
      return pattern.endsWith("*")
          ? event.startsWith(pattern.substring(0, pattern.length() - 1))
          : event.equals(pattern);
    }
  }

  synchronized List<Rule> rules() {
    return rules;
  }

  /** Replaces the rules, and sends each destination the test event of S3. */
  synchronized void rules(List<Rule> newRules) {
    rules = List.copyOf(newRules);
    for (Rule rule : rules) {
      Map<String, Object> test = new LinkedHashMap<>();
      test.put("Service", "Amazon S3");
      test.put("Event", "s3:TestEvent");
      test.put("Time", time());
      test.put("Bucket", bucket);
      test.put("RequestId", UUID.randomUUID().toString());
      test.put("HostId", "understudy");
      outbox.add(rule.destinationArn, json(test));
    }
  }

  /** Emits the event of a change. Called within the critical section of the change. */
  synchronized void emit(String event, String key, Version version, boolean versioned) {
    sequence++;
    for (Rule rule : rules) {
      if (rule.matches(event, key)) {
        outbox.add(
            rule.destinationArn,
            json(Map.of("Records", List.of(record(rule, event, key, version, versioned)))));
      }
    }
  }

  private Map<String, Object> record(
      Rule rule, String event, String key, Version version, boolean versioned) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("key", URLEncoder.encode(key, UTF_8).replace("%2F", "/"));
    version
        .data()
        .filter(data -> event.startsWith("ObjectCreated"))
        .ifPresent(
            data -> {
              object.put("size", data.size());
              object.put("eTag", data.etag());
            });
    if (versioned) {
      object.put("versionId", version.id());
    }
    object.put("sequencer", "%016X".formatted(sequence));
    Map<String, Object> s3 = new LinkedHashMap<>();
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", rule.id);
    s3.put(
        "bucket",
        Map.of(
            "name",
            bucket,
            "ownerIdentity",
            Map.of("principalId", "understudy"),
            "arn",
            "arn:aws:s3:::" + bucket));
    s3.put("object", object);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("eventVersion", "2.1");
    record.put("eventSource", "aws:s3");
    record.put("awsRegion", "us-east-1");
    record.put("eventTime", time());
    record.put("eventName", event);
    record.put("userIdentity", Map.of("principalId", "understudy"));
    record.put("requestParameters", Map.of("sourceIPAddress", "127.0.0.1"));
    record.put("responseElements", Map.of("x-amz-request-id", UUID.randomUUID().toString()));
    record.put("s3", s3);
    return record;
  }

  /** With milliseconds, even if they are zero. */
  private String time() {
    return Times.iso(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static String json(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
