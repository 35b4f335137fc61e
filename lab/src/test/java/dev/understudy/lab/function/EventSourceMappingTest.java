package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.queue.TestQueues;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class EventSourceMappingTest {
  private static final MappingSettings ONE_AT_A_TIME = new MappingSettings(10, Duration.ZERO, 1);

  private final Recording function = new Recording();
  private TestQueues test;
  private FunctionHost host;

  @BeforeEach
  void start() {
    test = new TestQueues(Duration.ofSeconds(1), 3);
    host =
        new FunctionHost(
            new FunctionSettings("recording", 512, Duration.ofSeconds(10)), () -> function);
  }

  @AfterEach
  void stop() {
    host.close();
    test.close();
  }

  @Test
  void buildsTheEventThatLambdaBuilds() {
    test.sqs()
        .sendMessage(
            request ->
                request
                    .queueUrl(test.queues().changes().url())
                    .messageBody("{\"key\":\"grün & \\\"blau\\\"\"}")
                    .messageAttributes(
                        Map.of(
                            "reason", text("because"),
                            "bytes", binary(new byte[] {0, (byte) 0xFF}))));

    whileMapped(
        ONE_AT_A_TIME,
        () -> {
          await().until(() -> function.records.size() == 1);
        });

    JsonNode record = function.records.get(0);
    assertThat(record.path("body").asText()).isEqualTo("{\"key\":\"grün & \\\"blau\\\"\"}");
    assertThat(record.path("messageId").asText()).isNotBlank();
    assertThat(record.path("receiptHandle").asText()).isNotBlank();
    assertThat(record.path("md5OfBody").asText()).hasSize(32);
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(record.path("eventSourceARN").asText())
        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:understudy-changes");
    assertThat(record.path("awsRegion").asText()).isEqualTo("us-east-1");
    assertThat(record.path("attributes").path("ApproximateReceiveCount").asText()).isEqualTo("1");
    assertThat(record.path("attributes").path("SentTimestamp").asText()).matches("\\d{13}");
    assertThat(record.path("attributes").path("ApproximateFirstReceiveTimestamp").asText())
        .matches("\\d{13}");
    JsonNode attributes = record.path("messageAttributes");
    assertThat(attributes.path("reason").path("stringValue").asText()).isEqualTo("because");
    assertThat(attributes.path("reason").path("dataType").asText()).isEqualTo("String");
    assertThat(attributes.path("bytes").path("binaryValue").asText()).isEqualTo("AP8=");
  }

  @Test
  void deletesWhatSucceededAndBringsBackOnlyWhatWasNamed() {
    function.answer =
        records ->
            failures(
                records.stream()
                    .filter(record -> record.path("body").asText().equals("bad"))
                    .filter(record -> receives(record) == 1)
                    .toList());
    sendTogether("good", "bad", "fine");

    whileMapped(
        ONE_AT_A_TIME,
        () -> {
          await().until(() -> function.bodies().size() == 4 && drained());
        });

    assertThat(function.bodies()).containsOnlyOnce("good").containsOnlyOnce("fine");
    assertThat(function.bodies()).filteredOn("bad"::equals).hasSize(2);
  }

  @Test
  void bringsBackTheWholeBatchIfTheFunctionThrows() {
    AtomicInteger calls = new AtomicInteger();
    function.answer =
        records -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("first time unlucky");
          }
          return "";
        };
    sendTogether("one", "two", "three");

    whileMapped(
        ONE_AT_A_TIME,
        () -> {
          await().until(() -> function.bodies().size() == 6 && drained());
        });

    assertThat(function.bodies())
        .containsExactlyInAnyOrder("one", "two", "three", "one", "two", "three");
  }

  @Test
  void leavesWhatFailsForEverToTheRedrivePolicy() {
    function.answer = Recording::all;
    test.send("poison");

    whileMapped(
        ONE_AT_A_TIME,
        () -> {
          await().until(() -> test.queues().backlog(test.queues().deadLetter()).total() == 1);
        });

    assertThat(function.bodies()).containsExactly("poison", "poison", "poison");
  }

  @Test
  void waitsForABatchToFillUpAsLongAsTheWindowAllows() {
    test.visibilityTimeout(Duration.ofSeconds(30));
    sendTogether(IntStream.range(0, 10).mapToObj(n -> "a" + n).toArray(String[]::new));
    sendTogether(IntStream.range(0, 5).mapToObj(n -> "b" + n).toArray(String[]::new));

    whileMapped(
        new MappingSettings(100, Duration.ofSeconds(1), 1),
        () -> {
          await().until(() -> function.records.size() == 15);
        });

    assertThat(function.calls).hasValue(1);
  }

  @Test
  void runsNoMoreInvocationsAtOnceThanAllowed() {
    test.visibilityTimeout(Duration.ofSeconds(30));
    CountDownLatch threeRunning = new CountDownLatch(3);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    function.answer =
        records -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          threeRunning.countDown();
          pass(goOn);
          running.decrementAndGet();
          return "";
        };
    sendTogether("1", "2", "3", "4", "5", "6");

    whileMapped(
        new MappingSettings(1, Duration.ZERO, 3),
        () -> {
          pass(threeRunning);
          goOn.countDown();
          await().until(this::drained);
        });

    assertThat(most).hasValue(3);
    assertThat(function.bodies()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void finishesWhatIsRunningWhenItIsClosedAndTakesNothingMore() throws InterruptedException {
    test.visibilityTimeout(Duration.ofSeconds(30));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    function.answer =
        records -> {
          running.countDown();
          pass(goOn);
          return "";
        };
    test.send("first");
    EventSourceMapping mapping = map(ONE_AT_A_TIME);
    pass(running);

    Thread closing = new Thread(mapping::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.WAITING);
    test.send("second");
    goOn.countDown();
    closing.join();

    assertThat(function.bodies()).containsExactly("first");
    await().until(() -> test.queues().backlog(test.queues().changes()).visible() == 1);
    assertThat(test.queues().backlog(test.queues().changes()).inFlight()).isZero();
  }

  @Test
  void cutsABatchThatWouldNotFitIntoAnEvent() {
    test.visibilityTimeout(Duration.ofSeconds(30));
    function.answer = records -> "";
    IntStream.range(0, 8).forEach(n -> test.send("x".repeat(1_000_000)));

    whileMapped(
        new MappingSettings(10, Duration.ofSeconds(1), 1),
        () -> {
          await().until(() -> function.records.size() == 8 && drained());
        });

    assertThat(function.calls).hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void refusesSettingsThatLambdaWouldRefuse() {
    assertThatThrownBy(() -> new MappingSettings(11, Duration.ZERO, 2))
        .hasMessageContaining("needs a batching window");
    assertThatThrownBy(() -> new MappingSettings(10_001, Duration.ofSeconds(1), 2))
        .hasMessageContaining("10001");
    assertThatThrownBy(() -> new MappingSettings(1, Duration.ofSeconds(301), 2))
        .hasMessageContaining("PT5M1S");
  }

  private void whileMapped(MappingSettings settings, Runnable work) {
    EventSourceMapping mapping = map(settings);
    try {
      work.run();
    } finally {
      mapping.close();
    }
  }

  private EventSourceMapping map(MappingSettings settings) {
    return EventSourceMapping.start(test.sqs(), test.queues().changes(), host, settings);
  }

  private boolean drained() {
    return test.queues().backlog(test.queues().changes()).isEmpty();
  }

  private void sendTogether(String... bodies) {
    test.sqs()
        .sendMessageBatch(
            request ->
                request
                    .queueUrl(test.queues().changes().url())
                    .entries(
                        IntStream.range(0, bodies.length)
                            .mapToObj(
                                n ->
                                    SendMessageBatchRequestEntry.builder()
                                        .id("m" + n)
                                        .messageBody(bodies[n])
                                        .build())
                            .toList()));
  }

  private static int receives(JsonNode record) {
    return record.path("attributes").path("ApproximateReceiveCount").asInt();
  }

  private static String failures(List<JsonNode> records) {
    return Recording.all(records);
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static MessageAttributeValue binary(byte[] value) {
    return MessageAttributeValue.builder()
        .dataType("Binary")
        .binaryValue(SdkBytes.fromByteArray(value))
        .build();
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A function that keeps every record and returns a given response. */
  private static final class Recording implements RequestStreamHandler {
    private final List<JsonNode> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Function<List<JsonNode>, String> answer = records -> "";

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      calls.incrementAndGet();
      List<JsonNode> received = new CopyOnWriteArrayList<>();
      new JsonMapper().readTree(input).path("Records").forEach(received::add);
      records.addAll(received);
      output.write(answer.apply(received).getBytes(UTF_8));
    }

    List<String> bodies() {
      return records.stream().map(record -> record.path("body").asText()).toList();
    }

    static String all(List<JsonNode> records) {
      return records.stream()
          .map(record -> "{\"itemIdentifier\":\"" + record.path("messageId").asText() + "\"}")
          .collect(java.util.stream.Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
    }
  }
}
