package dev.understudy.lab.stack;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.lab.metric.Datum;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The metrics that the real handlers send in several situations. Each situation is brought about in
 * the embedded stack, and the handlers' log lines are read as CloudWatch reads them.
 *
 * @param primaryBucket the value of the metrics' dimension
 * @param copied an object was replicated
 * @param saved the tags of an object of 128 KiB changed, and two hints of one key arrived together
 * @param unavailable an object was not replicated, because the standby was down
 * @param parked a message that cannot be parsed was parked
 * @param deadLetters messages in the dead-letter queue afterwards
 * @param equal the reconciler found both sides equal
 * @param drift the reconciler found a missing replica, whose event was lost, and it was repaired
 * @param learned the reconciler read an access log
 * @param braked the reconciler held deletions back, because the primary listed no keys
 */
public record RecordedMetrics(
    String primaryBucket,
    List<Datum> copied,
    List<Datum> saved,
    List<Datum> unavailable,
    List<Datum> parked,
    long deadLetters,
    List<Datum> equal,
    List<Datum> drift,
    List<Datum> learned,
    List<Datum> braked) {
  private static final Map<String, String> HOT =
      Map.of(
          "HOT_OBJECTS_DAYS",
          "7",
          "HOT_OBJECTS_LOG_BUCKET",
          "logs",
          "HOT_OBJECTS_LOG_FORMAT",
          "cloudflare");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Takes some seconds. */
  public static RecordedMetrics record() {
    try (Stack stack =
            Stack.start(
                StackConfig.embedded().withFunctionVariables(HOT),
                StackTimings.brisk(),
                nothing -> {});
        Episodes episodes = new Episodes(stack)) {
      return new RecordedMetrics(
          stack.primary().bucket(),
          episodes.copied(),
          episodes.saved(),
          episodes.unavailable(),
          episodes.parked(),
          stack.queues().backlog(stack.queues().deadLetter()).total(),
          episodes.reconciled(),
          episodes.drift(),
          episodes.learned(),
          episodes.braked());
    }
  }

  /** The names of all metrics that were sent. */
  public Set<String> names() {
    return Stream.of(copied, saved, unavailable, parked, equal, drift, learned, braked)
        .flatMap(List::stream)
        .map(datum -> datum.metric().name())
        .collect(Collectors.toSet());
  }

  /** Brings about one situation after the other and separates their metrics. */
  private static final class Episodes implements AutoCloseable {
    private final Stack stack;
    private final CloudWatchRecorder recorder = CloudWatchRecorder.start(0, Clock.systemUTC());
    private final LogTap tap = LogTap.open(new HandlerLines(Telemetry.NAMESPACE, recorder));
    private final Writer writer;
    private int read;

    Episodes(Stack stack) {
      this.stack = stack;
      this.writer = Writer.open(stack.primary());
    }

    List<Datum> copied() {
      write("copied.html");
      quiet();
      return newest("Copied");
    }

    List<Datum> saved() {
      writer.write(
          "tagged.html",
          ObjectContent.of("x".repeat(128 << 10)),
          new ObjectHeaders("text/html", "no-cache", Map.of()));
      quiet();
      newest("Copied");
      writer.tag("tagged.html", Map.of("state", "seen"));
      quiet();
      List<Datum> relabeled = newest("RelabeledBytes");
      String record =
          """
          {"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
           "eventTime":"%s","s3":{"bucket":{"name":"%s"},"object":{"key":"tagged.html"}}}\
          """
              .formatted(Instant.now(), stack.primary().bucket());
      send("{\"Records\":[%s,%s]}".formatted(record, record));
      quiet();
      return Stream.concat(relabeled.stream(), newest("Coalesced").stream()).toList();
    }

    private void send(String message) {
      stack.sqs().sendMessage(r -> r.queueUrl(stack.queues().changes().url()).messageBody(message));
    }

    List<Datum> unavailable() {
      stack.embeddedStandby().orElseThrow().pause();
      try {
        write("late.html");
        org.awaitility.Awaitility.await()
            .atMost(TIMEOUT)
            .until(() -> names(recorder.metrics().newest()).contains("Unavailable"));
      } finally {
        stack.embeddedStandby().orElseThrow().resume();
      }
      List<Datum> unavailable = newest("Unavailable");
      quiet();
      newest("Copied");
      return unavailable;
    }

    List<Datum> parked() {
      send("no event at all");
      quiet();
      return newest("Parked");
    }

    List<Datum> reconciled() {
      reconcile();
      return newest("ProofAgeSeconds");
    }

    /** As if the event of the object's creation had been lost. */
    List<Datum> drift() {
      try (S3Client s3 = stack.standby().s3()) {
        s3.deleteObject(r -> r.bucket(stack.standby().bucket()).key("copied.html"));
      }
      reconcile();
      quiet();
      return newest("Missing");
    }

    List<Datum> learned() {
      stack.embeddedPrimary().orElseThrow().createBucket("logs", false);
      try (S3Client s3 = stack.primary().s3()) {
        s3.putObject(
            r -> r.bucket("logs").key("log"),
            RequestBody.fromString(
                "{\"EdgeStartTimestamp\":\"%s\",\"ClientRequestMethod\":\"GET\"}"
                    .formatted(Instant.now())));
      }
      invoke("{\"accessLogs\":true}");
      return newest("HotKeys");
    }

    List<Datum> braked() {
      try (BucketClient primary = BucketClient.open(stack.primary())) {
        primary.keys().forEach(writer::delete);
      }
      quiet();
      newest("Deleted");
      try (S3Client s3 = stack.standby().s3()) {
        s3.putObject(
            r -> r.bucket(stack.standby().bucket()).key("left.html"), RequestBody.fromString("x"));
      }
      reconcile();
      return newest("Brake");
    }

    private void reconcile() {
      invoke("{\"restart\":true}");
    }

    private void invoke(String input) {
      try (LambdaClient lambda = stack.lambda()) {
        InvokeResponse answer =
            lambda.invoke(
                r -> r.functionName(Stack.RECONCILER).payload(SdkBytes.fromUtf8String(input)));
        if (answer.functionError() != null) {
          throw new AssertionError(answer.payload().asUtf8String());
        }
      }
    }

    /** The metrics since the last call, which must include the expected one. */
    private List<Datum> newest(String expected) {
      List<Datum> all = recorder.metrics().newest();
      List<Datum> news = List.copyOf(all.subList(read, all.size()));
      read = all.size();
      if (!names(news).contains(expected)) {
        throw new AssertionError("Metric " + expected + " was not sent, but " + names(news));
      }
      return news;
    }

    private static Set<String> names(List<Datum> data) {
      return data.stream()
          .filter(datum -> datum.metric().namespace().equals(Telemetry.NAMESPACE))
          .map(datum -> datum.metric().name())
          .collect(Collectors.toSet());
    }

    /** MinIO counts the prefix of the metadata, which makes it too large. */
    private void write(String key) {
      Map<String, String> metadata = Map.of("note", "x".repeat(2040));
      writer.write(
          key, ObjectContent.of(key), new ObjectHeaders("text/html", "no-cache", metadata));
    }

    private void quiet() {
      if (!stack.awaitQuiet(TIMEOUT, backlog -> {})) {
        throw new AssertionError("Not worked off in " + TIMEOUT);
      }
    }

    @Override
    public void close() {
      writer.close();
      tap.close();
      recorder.close();
    }
  }
}
