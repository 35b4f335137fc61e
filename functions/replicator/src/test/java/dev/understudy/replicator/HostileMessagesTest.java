package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Messages that nobody sane would send: the sample events of this project, damaged and spliced at
 * random. They may cost requests, never data. Prints its seed; the same run again with {@code
 * -Dunderstudy.seed=N}.
 */
class HostileMessagesTest {
  private static final int MESSAGES = 20_000;
  private static final int BATCH = 10;

  /** Whatever could end a string, a line, a number or somebody's patience. */
  private static final List<String> SPLINTERS =
      List.of(
          "\"",
          "\\",
          "\\u0000",
          "\\ud83d",
          "\u0000",
          "\n",
          "\u2028",
          "\ud83d\ude00",
          "\ud83d",
          "%",
          "%zz",
          "%00",
          "+",
          "../",
          "//",
          "${jndi:ldap://127.0.0.1/a}",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "primary",
          "bystander",
          "\"key\":",
          "\"Records\":",
          ".understudy/check",
          "s3:TestEvent",
          "[[[[[[[[[[[[[[[[",
          "\ufeff");

  private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final List<ObjectKey> originals =
      Stream.of("bystander", "site/index.html", "a b/\u00fc.txt").map(ObjectKey::new).toList();

  @Test
  void costNoDataAndNoLogLine() throws IOException {
    Long given = Long.getLong("understudy.seed");
    long seed = given == null ? new Random().nextLong() : given;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    originals.forEach(key -> primary.put(key, new byte[] {1, 2, 3}, Samples.typed("text/plain")));
    List<String> corpus = corpus();
    Replicator replicator = Replicators.over(primary, standby, queue);
    Set<String> acknowledged = new HashSet<>();

    String log =
        LogLines.during(
            () -> {
              for (int number = 0; number < MESSAGES; number += BATCH) {
                List<QueueMessage> batch = batch(number, corpus, random);
                List<String> failed = replicator.replicate(batch, invocation());
                batch.stream().map(QueueMessage::id).forEach(acknowledged::add);
                failed.forEach(acknowledged::remove);
              }
            });

    assertThat(acknowledged).as("both stores are well, so each was settled").hasSize(MESSAGES);
    assertThat(queue.parked).as("poison was parked").hasSizeGreaterThan(MESSAGES / 10);
    assertThat(queue.parked.values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
    for (ObjectKey key : originals) {
      assertThat(primary.head(key)).isPresent();
      assertThat(standby.content(key)).as("%s was hinted at now and then", key).isPresent();
      assertThat(standby.content(key).orElseThrow()).containsExactly(1, 2, 3);
    }
    for (String line : log.lines().toList()) {
      assertThat(JSON.std.anyFrom(line)).as(line).isInstanceOf(Map.class);
    }
  }

  private static Invocation invocation() {
    return new Invocation("request", new Deadline(() -> 300_000, Duration.ofSeconds(20)));
  }

  private static List<QueueMessage> batch(int first, List<String> corpus, Random random) {
    List<QueueMessage> batch = new ArrayList<>();
    for (int number = first; number < first + BATCH; number++) {
      batch.add(new QueueMessage("changes", "m" + number, "handle", damaged(corpus, random), 1));
    }
    return batch;
  }

  private static String damaged(List<String> corpus, Random random) {
    StringBuilder body = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
    for (int wounds = random.nextInt(4); wounds > 0; wounds--) {
      int at = random.nextInt(body.length() + 1);
      int to = Math.min(body.length(), at + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> body.setLength(at);
        case 1 -> body.delete(at, to);
        case 2 -> body.insert(at, body.substring(at, to));
        case 3 -> body.insert(at, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
        default -> body.replace(at, to, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
      }
    }
    return body.toString();
  }

  /** What stands in the events of this project, and plain hints at every object. */
  private List<String> corpus() throws IOException {
    List<String> bodies = new ArrayList<>();
    Path root = Path.of(System.getProperty("understudy.root"));
    try (Stream<Path> files = Files.list(root.resolve("events"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String event = Files.readString(file, UTF_8);
        bodies.add(event);
        if (JSON.std.mapFrom(event).get("Records") instanceof List<?> records) {
          for (Object sqs : records) {
            if (sqs instanceof Map<?, ?> message && message.get("body") instanceof String body) {
              bodies.add(body);
            }
          }
        }
      }
    }
    for (ObjectKey key : originals) {
      bodies.add(JSON.std.asString(Map.of("bucket", "primary", "key", key.value())));
    }
    return bodies;
  }
}
