package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function really writes to its log, through the layout that it is deployed with. */
class LogLineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:01.500Z");

  private final OutcomeTelemetry signals =
      new OutcomeTelemetry(new Telemetry("primary"), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void saysWhatAConvergeDidAndCountsIt() throws IOException {
    Map<String, Object> line =
        line(
            new OutcomeTelemetry.Converged(
                new ObjectKey("a.txt"),
                new Outcome.Copied(42),
                3,
                Optional.of(NOW.minusMillis(1_500)),
                4,
                17));

    assertThat(line)
        .containsEntry("level", "INFO")
        .containsEntry("message", "Copied")
        .containsEntry("outcome", "Copied")
        .containsEntry("key", "a.txt")
        .containsEntry("hints", 3)
        .containsEntry("calls", 4)
        .containsEntry("milliseconds", 17)
        .containsEntry("requestId", "request-1")
        .containsEntry("PrimaryBucket", "primary")
        .containsEntry("Bytes", 42.0)
        .containsEntry("Lag", 1.5)
        .containsEntry("Copied", 1.0)
        .containsEntry("Coalesced", 2.0)
        .containsEntry("CoalescedBytes", 84.0);
    assertThat(metrics(line))
        .containsExactlyInAnyOrder(
            "Copied Count",
            "Bytes Bytes",
            "Coalesced Count",
            "CoalescedBytes Bytes",
            "Lag Seconds");
  }

  @Test
  void countsTheBytesThatAChangeOfLabelsDidNotSend() throws IOException {
    Map<String, Object> line = line("a", new Outcome.Relabeled(42));

    assertThat(line).containsEntry("RelabeledBytes", 42.0);
    assertThat(metrics(line)).containsExactly("Relabeled Count", "RelabeledBytes Bytes");
  }

  /** Its hints return, and are counted once they are settled. */
  @Test
  void coalescesNoHintThatReturns() throws IOException {
    Map<String, Object> line =
        line(
            new OutcomeTelemetry.Converged(
                new ObjectKey("a"), new Outcome.Unavailable("busy"), 3, Optional.empty(), 0, 0));

    assertThat(metrics(line)).containsExactly("Unavailable Count");
  }

  @Test
  void saysWhyAnObjectIsRefused() throws IOException {
    Map<String, Object> line = line("/a", new Outcome.Refused(Refusal.LEADING_SLASH));

    assertThat(line).containsEntry("outcome", "Refused").containsEntry("reason", "leading_slash");
    assertThat(metrics(line)).containsExactly("Refused Count");
  }

  @Test
  void warnsOfWhatFailed() throws IOException {
    Map<String, Object> line = line("a", new Outcome.InDoubt("PUT of a on the standby failed"));

    assertThat(line)
        .containsEntry("level", "WARN")
        .containsEntry("cause", "PUT of a on the standby failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line\nbreak\r\n{\"level\":\"ERROR\"}",
        "quote\"backslash\\",
        "\u0001\u001b[31m\u007f\u0085\u2028\u2029",
        "${jndi:ldap://127.0.0.1/a} ${env:PATH} %m%n {} $[",
        "\ud83d\ude00 \u202e \ufeff",
        "<script>alert(1)</script>"
      })
  void staysOneJsonObjectWhateverTheKeyIs(String key) throws IOException {
    assertThat(line(key, new Outcome.InSync())).containsEntry("key", key);
  }

  @Test
  void countsForTheNamespaceOfItsStandby() throws IOException {
    OutcomeTelemetry further =
        new OutcomeTelemetry(
            new Telemetry("Understudy/nyc", "primary"), Clock.fixed(NOW, ZoneOffset.UTC));
    String text =
        LogLines.during(
            () ->
                further.converged(
                    new OutcomeTelemetry.Converged(
                        new ObjectKey("a"), new Outcome.InSync(), 1, Optional.empty(), 0, 0),
                    "request-1"));

    assertThat(text).contains("\"Namespace\":\"Understudy/nyc\"");
  }

  private Map<String, Object> line(String key, Outcome outcome) throws IOException {
    return line(
        new OutcomeTelemetry.Converged(new ObjectKey(key), outcome, 1, Optional.empty(), 0, 0));
  }

  private Map<String, Object> line(OutcomeTelemetry.Converged converged) throws IOException {
    String text = LogLines.during(() -> signals.converged(converged, "request-1"));
    assertThat(text.strip().lines()).as(text).hasSize(1);
    return JsonTree.object(text).orElseThrow();
  }

  private static List<String> metrics(Map<String, Object> line) {
    Object directives = JsonTree.at(line, "_aws", "CloudWatchMetrics");
    Map<?, ?> directive = (Map<?, ?>) ((List<?>) directives).get(0);
    assertThat(directive.get("Namespace")).isEqualTo("Understudy");
    assertThat(directive.get("Dimensions")).isEqualTo(List.of(List.of("PrimaryBucket")));
    return ((List<?>) directive.get("Metrics"))
        .stream().map(m -> (Map<?, ?>) m).map(m -> m.get("Name") + " " + m.get("Unit")).toList();
  }
}
