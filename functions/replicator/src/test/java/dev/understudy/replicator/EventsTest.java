package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.hint.HintReader;
import dev.understudy.core.hint.ParsedMessage;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.queue.QueueMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The samples that users invoke the function with, read as the function reads them. */
class EventsTest {
  private static final Path FOLDER = Path.of(System.getProperty("understudy.root"), "events");

  /** The keys of each file, and how many of its messages are parked. */
  private static final Map<String, Expected> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("s3-put.json", new Expected(List.of("site/index.html"), 0)),
              Map.entry(
                  "s3-delete.json", new Expected(List.of("site/old.html", "site/older.html"), 0)),
              Map.entry("s3-test-event.json", new Expected(List.of(), 0)),
              Map.entry(
                  "s3-multi-record.json",
                  new Expected(
                      List.of(
                          "red flower+1.jpg", "caf\u00e9/men\u00fc.pdf", "media/\ud83d\ude00.png"),
                      0)),
              Map.entry(
                  "s3-tagging.json", new Expected(List.of("site/index.html", "site/style.css"), 0)),
              Map.entry(
                  "s3-lifecycle.json",
                  new Expected(List.of("logs/2025-01-01.txt", "logs/2025-01-02.txt"), 0)),
              Map.entry("sns-wrapped.json", new Expected(List.of("a b+c.txt"), 0)),
              Map.entry("eventbridge.json", new Expected(List.of("100% of a+b.txt"), 0)),
              Map.entry("hint.json", new Expected(List.of("site/index.html", "a b+c%.txt"), 0)),
              Map.entry("sqs-batch-mixed.json", new Expected(List.of("site/index.html"), 3)),
              Map.entry(
                  "s3-batch-task-1.0.json", new Expected(List.of("media/red+flower%2B1.jpg"), 0)),
              Map.entry(
                  "s3-batch-task-2.0.json", new Expected(List.of("media/red+flower%2B1.jpg"), 0))));

  private static final List<String> FILES = List.copyOf(EXPECTED.keySet());

  private record Expected(List<String> keys, long parked) {}

  @Test
  void hasARowForEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(
                      f ->
                          f.endsWith(".json")
                              && !f.matches("(reconcile|probe|s3-batch-answer|env\\.).*"))
                  .sorted())
          .containsExactlyElementsOf(FILES);
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void readsEachFileAsItsReadmeSays(String file) throws IOException {
    Map<String, Object> event;
    try (InputStream stream = Files.newInputStream(FOLDER.resolve(file))) {
      event = JsonTree.object(stream).orElseThrow();
    }

    if (LambdaEvents.isBatchJob(event)) {
      List<BatchTasks.Task> tasks = LambdaEvents.tasks(event);
      assertThat(tasks).allSatisfy(task -> assertThat(task.bucket()).isEqualTo("primary"));
      assertThat(tasks).map(BatchTasks.Task::key).isEqualTo(EXPECTED.get(file).keys());
      return;
    }
    List<ParsedMessage> readings =
        LambdaEvents.messages(event).stream()
            .map(QueueMessage::body)
            .map(new HintReader("primary")::read)
            .toList();
    assertThat(readings.stream().flatMap(r -> r.hints().stream()).map(h -> h.key().value()))
        .containsExactlyElementsOf(EXPECTED.get(file).keys());
    assertThat(readings.stream().filter(r -> r.complaint().isPresent()).count())
        .isEqualTo(EXPECTED.get(file).parked());
  }
}
