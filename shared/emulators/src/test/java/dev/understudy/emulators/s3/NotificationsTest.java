package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

class NotificationsTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:changes";

  private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:changes";

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final S3Endpoint endpoint =
      S3Endpoint.builder().credentials("ak", "sk").notifications(this::take).start();
  private final S3Client aws = TestClients.client(endpoint);

  NotificationsTest() {
    endpoint.createBucket("bucket", true);
  }

  @AfterEach
  void close() {
    aws.close();
    endpoint.close();
  }

  private void take(String arn, List<String> bodies) {
    assertThat(arn).isIn(QUEUE, TOPIC);
    assertThat(bodies).hasSizeBetween(1, 10);
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("The queue is down");
    }
    sent.addAll(bodies);
  }

  @Test
  void sendsATestEventFirst() {
    configure("", "", Event.S3_OBJECT_CREATED);
    await();

    assertThat(sent).singleElement().asString().contains("\"Event\":\"s3:TestEvent\"");
    assertThat(
            aws.getBucketNotificationConfiguration(r -> r.bucket("bucket")).queueConfigurations())
        .singleElement()
        .satisfies(q -> assertThat(q.queueArn()).isEqualTo(QUEUE));
  }

  @Test
  void tellsOfEveryChangeAsS3Does() {
    configure("", "", Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED, Event.S3_OBJECT_TAGGING);
    put("a b+\u00e9/\u00fc");
    aws.putObjectTagging(
        r -> r.bucket("bucket").key("a b+\u00e9/\u00fc").tagging(t -> t.tagSet(List.of())));
    aws.deleteObject(r -> r.bucket("bucket").key("a b+\u00e9/\u00fc"));
    await();

    List<Map<?, ?>> records = records();
    assertThat(records.stream().map(r -> String.valueOf(r.get("eventName"))).toList())
        .containsExactlyInAnyOrder(
            "ObjectCreated:Put", "ObjectTagging:Put", "ObjectRemoved:DeleteMarkerCreated");
    Map<?, ?> created =
        records.stream()
            .filter(r -> r.get("eventName").equals("ObjectCreated:Put"))
            .findFirst()
            .orElseThrow();
    assertThat(created.get("eventVersion")).isEqualTo("2.1");
    assertThat(String.valueOf(created.get("eventTime"))).matches("\\d{4}-.*T.*\\.\\d{3}Z");
    assertThat(at(created, "s3", "bucket", "name")).isEqualTo("bucket");
    assertThat(at(created, "s3", "object", "key")).isEqualTo("a+b%2B%C3%A9/%C3%BC");
    assertThat(at(created, "s3", "object", "size")).isEqualTo(1);
    assertThat(at(created, "s3", "object", "eTag")).isEqualTo("9dd4e461268c8034f5c8564e155c67a6");
    assertThat(at(created, "s3", "object", "versionId")).isNotNull();
  }

  @Test
  void filtersByPrefixAndSuffix() {
    configure("images/", ".png", Event.S3_OBJECT_CREATED_PUT);
    List.of("images/a.png", "images/a.txt", "a.png").forEach(this::put);
    aws.deleteObject(r -> r.bucket("bucket").key("images/a.png"));
    await();

    assertThat(records())
        .singleElement()
        .satisfies(r -> assertThat(at(r, "s3", "object", "key")).isEqualTo("images/a.png"));
  }

  @Test
  void numbersTheChangesOfAKeyInTheOrderOfTheirCommits() throws Exception {
    configure("", "", Event.S3_OBJECT_CREATED);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      writers.add(
          new Thread(
              () -> {
                for (int n = 0; n < 10; n++) {
                  put("hot");
                }
              }));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    await();

    List<String> bySequencer =
        records().stream()
            .sorted(
                java.util.Comparator.comparing(
                    r -> String.valueOf(at(r, "s3", "object", "sequencer"))))
            .map(r -> String.valueOf(at(r, "s3", "object", "versionId")))
            .toList();
    List<String> newestFirst =
        new ArrayList<>(
            aws.listObjectVersionsPaginator(r -> r.bucket("bucket")).versions().stream()
                .map(v -> v.versionId())
                .toList());
    java.util.Collections.reverse(newestFirst);
    assertThat(bySequencer).hasSize(160).isEqualTo(newestFirst);
  }

  @Test
  void triesAgainUntilTheQueueTakesThem() {
    configure("", "", Event.S3_OBJECT_CREATED);
    await();
    failures.set(3);

    put("k");
    await();

    assertThat(records()).hasSize(1);
  }

  @Test
  void sendsToATopicInsteadOfTheQueue() {
    configure("", "", Event.S3_OBJECT_CREATED);
    put(topics(topic(TOPIC)));
    await();
    sent.clear();

    put("k");
    await();

    assertThat(records()).hasSize(1);
    var configured = aws.getBucketNotificationConfiguration(r -> r.bucket("bucket"));
    assertThat(configured.queueConfigurations()).isEmpty();
    assertThat(configured.topicConfigurations())
        .singleElement()
        .satisfies(one -> assertThat(one.topicArn()).isEqualTo(TOPIC));
  }

  /** S3 sends an event to one destination only, which is why several standbys need a topic. */
  @Test
  void refusesTwoDestinationsOfOneEvent() {
    var both =
        topics(topic(TOPIC)).toBuilder()
            .queueConfigurations(
                QueueConfiguration.builder()
                    .queueArn(QUEUE)
                    .events(Event.S3_OBJECT_CREATED_PUT)
                    .build())
            .build();

    assertThatThrownBy(() -> put(both)).hasMessageContaining("Configurations overlap");
  }

  @Test
  void refusesTheArnOfAQueueAsATopic() {
    assertThatThrownBy(() -> put(topics(topic(QUEUE))))
        .hasMessageContaining("The ARN is not well formed");
  }

  private static TopicConfiguration topic(String arn) {
    return TopicConfiguration.builder().topicArn(arn).events(Event.S3_OBJECT_CREATED).build();
  }

  private static NotificationConfiguration topics(TopicConfiguration topic) {
    return NotificationConfiguration.builder().topicConfigurations(topic).build();
  }

  private void put(NotificationConfiguration configuration) {
    aws.putBucketNotificationConfiguration(
        r -> r.bucket("bucket").notificationConfiguration(configuration));
  }

  private void configure(String prefix, String suffix, Event... events) {
    List<FilterRule> rules =
        List.of(
            FilterRule.builder().name("prefix").value(prefix).build(),
            FilterRule.builder().name("suffix").value(suffix).build());
    QueueConfiguration queue =
        QueueConfiguration.builder()
            .queueArn(QUEUE)
            .events(events)
            .filter(f -> f.key(k -> k.filterRules(rules)))
            .build();
    aws.putBucketNotificationConfiguration(
        r ->
            r.bucket("bucket")
                .notificationConfiguration(n -> n.queueConfigurations(List.of(queue))));
  }

  private void put(String key) {
    aws.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromString("x"));
  }

  private void await() {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!endpoint.notificationsDrained()) {
      assertThat(System.nanoTime()).as("delivery takes too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private List<Map<?, ?>> records() {
    List<Map<?, ?>> records = new ArrayList<>();
    for (String body : sent) {
      if (at(parsed(body), "Records") instanceof List<?> list) {
        list.forEach(r -> records.add((Map<?, ?>) r));
      }
    }
    return records;
  }

  private static Object parsed(String body) {
    try {
      return JSON.std.anyFrom(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lies at the end of this path of names, or null if the path ends before. */
  private static Object at(Object node, String... path) {
    Object here = node;
    for (String step : path) {
      here = here instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return here;
  }
}
