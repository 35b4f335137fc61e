package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import dev.understudy.testkit.sam.TemplateYaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The queues of a deployed stack. SQS is a stand-in. */
class QueueCheckupTest {
  private final Map<String, String> attributes =
      new HashMap<>(
          Map.of(
              "QueueArn", "arn:aws:sqs:eu-central-1:111122223333:dead-letter",
              "VisibilityTimeout", "1800",
              "MessageRetentionPeriod", "1209600",
              "RedrivePolicy", redrive("1000")));

  private final AtomicInteger requests = new AtomicInteger();

  private static String redrive(String receives) {
    return "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:111122223333:dead-letter\","
        + "\"maxReceiveCount\":%s}".formatted(receives);
  }

  private List<Map<String, Object>> check() {
    try (HttpEndpoint sqs = HttpEndpoint.start(ListenAddress.LOOPBACK, 0, this::answer)) {
      Map<String, String> variables = new TreeMap<>(StackSettingsTest.PROCESS);
      variables.putAll(StackSettingsTest.DEPLOYED);
      variables.put("SQS_ENDPOINT", sqs.uri().toString());
      Checkup checkup = new Checkup(name -> {});
      try (QueueCheckup queues =
          new QueueCheckup(Installation.of(variables, Optional.of("prod")))) {
        queues.run(checkup);
      }
      return checkup.rows();
    }
  }

  private HttpAnswer answer(HttpCall call) {
    requests.incrementAndGet();
    return HttpAnswer.of(
        200,
        "application/x-amz-json-1.0",
        Json.compact(Map.of("Attributes", attributes)).getBytes(UTF_8));
  }

  @Test
  void acceptsTheSettingsOfTheTemplate() {
    assertThat(check()).hasSize(3).allSatisfy(row -> assertThat(row).containsEntry("result", "ok"));
    assertThat(requests).as("one for each queue").hasValue(3);
  }

  @Test
  void namesEachSettingThatIsWrong() {
    attributes.put("VisibilityTimeout", "30");
    attributes.put("MessageRetentionPeriod", "60");
    attributes.put("RedrivePolicy", redrive("\"3\""));

    assertThat(check())
        .first()
        .extracting("found")
        .isEqualTo(
            "VisibilityTimeout is 30 s, not 1800 s; MessageRetentionPeriod is 60 s, not 345600 s;"
                + " maxReceiveCount is 3, not 1000");
  }

  @Test
  void aQueueWithoutRedrivePolicyIsAFinding() {
    attributes.remove("RedrivePolicy");

    assertThat(check())
        .first()
        .extracting("found")
        .asString()
        .contains("maxReceiveCount is missing");
  }

  @Test
  void requiresWhatTheTemplateStates() {
    Map<String, Object> stated = TemplateYaml.map(TemplateYaml.read(), "Metadata", "Understudy");

    assertThat(stated)
        .containsEntry(
            "QueueVisibilityTimeoutSeconds", (int) QueueCheckup.MIN_VISIBILITY.toSeconds())
        .containsEntry("QueueRetentionSeconds", (int) QueueCheckup.MIN_RETENTION.toSeconds())
        .containsEntry(
            "DeadLetterQueueRetentionSeconds",
            (int) QueueCheckup.MIN_DEAD_LETTER_RETENTION.toSeconds())
        .containsEntry("MaxReceiveCount", (int) QueueCheckup.MAX_RECEIVES);
  }
}
