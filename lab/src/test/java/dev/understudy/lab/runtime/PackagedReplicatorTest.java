package dev.understudy.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.EventFiles;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.Metrics;
import dev.understudy.lab.queue.TestQueues;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The replicator as it is deployed, jar and libraries, in a JVM of its own under Lambda's runtime.
 */
class PackagedReplicatorTest {
  static final String HANDLER = "dev.understudy.replicator.ReplicatorHandler";
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final AccessKeys KEYS = AccessKeys.of("access", "secret-key");

  private TestQueues queues;
  private S3Endpoint primaryServer;
  private S3Endpoint standbyServer;
  private StoreAccess primary;
  private StoreAccess standby;

  @BeforeEach
  void start() {
    queues = new TestQueues(Duration.ofMinutes(1), 100);
    primaryServer = server(Quirks.S3);
    standbyServer = server(Quirks.MINIO);
    primary = access(primaryServer, "primary");
    standby = access(standbyServer, "standby");
  }

  @AfterEach
  void stop() {
    queues.close();
    primaryServer.close();
    standbyServer.close();
  }

  @Test
  void worksOffABatchOfGoodAndBadMessages() throws IOException {
    try (Writer writer = Writer.open(primary);
        BucketClient primaryClient = BucketClient.open(primary);
        BucketClient standbyClient = BucketClient.open(standby);
        RuntimeInterfaceClient child =
            RuntimeInterfaceClient.start(packaged(), HANDLER, environment(), "-Xmx128m")) {
      writer.write(
          "site/index.html",
          ObjectContent.of("<h1>As deployed</h1>"),
          new ObjectHeaders("text/html", "no-cache", Map.of("author", "anonymous")));

      RuntimeApi.Outcome outcome = child.invoke(EventFiles.read("sqs-batch-mixed.json"), TIMEOUT);

      assertThat(outcome.error()).as(outcome.payload() + "\n" + child.output()).isFalse();
      assertThat(new JsonMapper().readTree(outcome.payload()))
          .isEqualTo(new JsonMapper().readTree("{\"batchItemFailures\":[]}"));
      assertThat(standbyClient.keys()).contains("site/index.html");
      assertThat(BucketComparison.of(primaryClient, standbyClient, progress -> {}).differences())
          .isEmpty();
      assertThat(parkedReasons()).hasSize(3).allSatisfy(reason -> assertThat(reason).isNotBlank());
      Metrics metrics = metricsIn(child.output());
      assertThat(metrics.of(metric("Copied")).count()).isEqualTo(1);
      assertThat(metrics.of(metric("Parked")).count()).isEqualTo(3);
    }
  }

  /** {@code -Dunderstudy.large.mib=1024 -Dunderstudy.heap.mib=128} for the figures of a release. */
  @Test
  void copiesAnObjectFarLargerThanItsHeap() throws IOException {
    long size = Long.getLong("understudy.large.mib", 256) << 20;
    String heap = "-Xmx" + Integer.getInteger("understudy.heap.mib", 64) + "m";
    try (LargeObjects objects = new LargeObjects(primary, standby);
        RuntimeInterfaceClient child =
            RuntimeInterfaceClient.start(packaged(), HANDLER, environment(), heap, "-Xlog:gc")) {
      objects.write("media/large.bin", size);

      RuntimeApi.Outcome outcome = child.invoke(hint("media/large.bin"), Duration.ofMinutes(4));

      assertThat(outcome.payload()).as(child.output()).isEqualTo("{\"batchItemFailures\":[]}");
      objects.assertEqual("media/large.bin", size);
      System.out.printf(
          "copied %,d bytes with %s, at most %d MiB of heap in use before a collection%n",
          size, heap, GcLog.peakMebibytes(child.output()));
    }
  }

  /**
   * {@code -Dunderstudy.many.mib=64 -Dunderstudy.many.heap.mib=256} for the figures of a release.
   */
  @Test
  void copiesSixteenLargeObjectsAtOnceInBoundedMemory() throws IOException {
    long size = Long.getLong("understudy.many.mib", 12) << 20;
    String heap = "-Xmx" + Integer.getInteger("understudy.many.heap.mib", 192) + "m";
    List<String> keys = IntStream.range(0, 16).mapToObj(n -> "media/" + n).toList();
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("PARALLEL_KEYS", "16");
    try (LargeObjects objects = new LargeObjects(primary, standby);
        RuntimeInterfaceClient child =
            RuntimeInterfaceClient.start(packaged(), HANDLER, environment, heap, "-Xlog:gc")) {
      keys.forEach(key -> objects.write(key, size));

      RuntimeApi.Outcome outcome = child.invoke(hints(keys), Duration.ofMinutes(4));

      assertThat(outcome.payload()).as(child.output()).isEqualTo("{\"batchItemFailures\":[]}");
      for (String key : keys) {
        objects.assertEqual(key, size);
      }
      System.out.printf(
          "copied 16 objects of %,d bytes with %s, at most %d MiB of heap in use before a"
              + " collection%n",
          size, heap, GcLog.peakMebibytes(child.output()));
    }
  }

  private static String hint(String key) {
    return hints(List.of(key));
  }

  private static String hints(List<String> keys) {
    return keys.stream()
        .map(
            key ->
                """
                {"messageId":"%1$s","receiptHandle":"%1$s",
                  "body":"{\\"bucket\\":\\"primary\\",\\"key\\":\\"%1$s\\"}",
                  "attributes":{"ApproximateReceiveCount":"1"}}
                """
                    .formatted(key))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  private List<String> parkedReasons() {
    return queues
        .sqs()
        .receiveMessage(
            request ->
                request
                    .queueUrl(queues.queues().deadLetter().url())
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("reason"))
        .messages()
        .stream()
        .map(Message::messageAttributes)
        .map(attributes -> attributes.get("reason").stringValue())
        .toList();
  }

  /** What CloudWatch reads out of what the function prints. */
  private static Metrics metricsIn(String output) {
    try (CloudWatchRecorder recorder = CloudWatchRecorder.start(0, Clock.systemUTC())) {
      output.lines().filter(line -> line.contains("\"_aws\"")).forEach(recorder::recordEmf);
      return recorder.metrics();
    }
  }

  private static MetricId metric(String name) {
    return new MetricId("Understudy", name, Map.of("PrimaryBucket", "primary"));
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("AWS_ACCESS_KEY_ID", KEYS.accessKey()),
        Map.entry("AWS_SECRET_ACCESS_KEY", KEYS.secretKey()),
        Map.entry("PRIMARY_ENDPOINT", primary.endpoint().toString()),
        Map.entry("PRIMARY_BUCKET", primary.bucket()),
        Map.entry("STANDBY_ENDPOINT", standby.endpoint().toString()),
        Map.entry("STANDBY_BUCKET", standby.bucket()),
        Map.entry("STANDBY_ACCESS_KEY", KEYS.accessKey()),
        Map.entry("STANDBY_SECRET_KEY", KEYS.secretKey()),
        Map.entry("SQS_ENDPOINT", queues.endpoint().toString()),
        Map.entry("CHANGES_QUEUE_URL", queues.queues().changes().url()),
        Map.entry("DEAD_LETTER_QUEUE_URL", queues.queues().deadLetter().url()));
  }

  private static S3Endpoint server(Quirks quirks) {
    return S3Endpoint.builder()
        .quirks(quirks)
        .credentials(KEYS.accessKey(), KEYS.secretKey())
        .start();
  }

  private static StoreAccess access(S3Endpoint server, String bucket) {
    server.createBucket(bucket, true);
    return new StoreAccess(server.uri(), "us-east-1", KEYS, bucket, true);
  }

  /** The function and its libraries, as Lambda is given them. */
  static List<Path> packaged() throws IOException {
    Path target =
        Path.of(System.getProperty("understudy.root"), "functions", "replicator", "target");
    Path jar = target.resolve("replicator.jar");
    assertThat(jar).as("packaged before this test: mvn verify, not mvn test").isRegularFile();
    List<Path> classPath = new ArrayList<>(List.of(jar));
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      libraries.sorted().forEach(classPath::add);
    }
    return classPath;
  }
}
