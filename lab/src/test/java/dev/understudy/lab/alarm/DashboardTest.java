package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.metric.MetricsTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The dashboard's body, which CloudFormation passes on as text. */
class DashboardTest {
  private static final Set<String> SQS =
      Set.of("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible");
  private static final Set<String> LAMBDA =
      Set.of("Errors", "Throttles", "Duration", "ConcurrentExecutions");
  private static final Set<String> ENDPOINTS =
      Set.of(
          "primary",
          "standby",
          "standby-origin",
          "edge-listener",
          "edge-client",
          "functions-client",
          "edge");

  private final JsonNode widgets = widgets(Map.of());

  @Test
  void showsMetricsThatThereAre() {
    Map<String, MetricsTable.Row> table = MetricsTable.read();
    for (JsonNode metric : metrics()) {
      String name = metric.get(1).asText();
      switch (metric.get(0).asText()) {
        case "Understudy" -> {
          assertThat(table).containsKey(name);
          assertThat(metric.get(2).asText()).isEqualTo("PrimaryBucket");
          assertThat(metric.get(3).asText()).isEqualTo(SimulatedSystem.BUCKET);
          if (name.equals("DaysToExpiry")) {
            assertThat(metric.get(4).asText()).isEqualTo("Endpoint");
          } else {
            assertThat(metric.path(4).isTextual()).as(name).isFalse();
          }
        }
        case "AWS/SQS" -> {
          assertThat(SQS).contains(name);
          assertThat(metric.get(3).asText()).isEqualTo(SimulatedSystem.CHANGES);
        }
        case "AWS/Lambda" -> {
          assertThat(LAMBDA).contains(name);
          assertThat(metric.get(2).asText()).isEqualTo("FunctionName");
        }
        default -> throw new AssertionError("No namespace " + metric);
      }
    }
  }

  @Test
  void showsTheCertificateOfEveryEndpoint() {
    assertThat(metrics())
        .filteredOn(metric -> metric.get(1).asText().equals("DaysToExpiry"))
        .extracting(metric -> metric.get(5).asText())
        .containsExactlyInAnyOrderElementsOf(ENDPOINTS);
  }

  @Test
  void leavesNoMetricOutThatNoAlarmWatches() {
    Set<String> shown = new TreeSet<>();
    metrics().forEach(metric -> shown.add(metric.get(1).asText()));

    MetricsTable.read()
        .forEach(
            (name, row) ->
                assertThat(shown.contains(name) || !row.alarms().isEmpty())
                    .as("somebody sees %s", name)
                    .isTrue());
  }

  @Test
  void showsEveryAlarmThatPagesAndWhetherAFailoverWouldHelp() {
    Alarms alarms = Alarms.of(Simulation.template(Map.of()));
    Set<String> expected = new TreeSet<>(Set.of(arn("FailoverWouldNotHelp")));
    alarms.ids().stream()
        .filter(id -> List.of("PageTopic").equals(alarms.propertiesOf(id).get("AlarmActions")))
        .forEach(id -> expected.add(arn(id)));

    assertThat(shownAlarms(widgets)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(shownAlarms(widgets(Map.of("Promoted", "true", "PublicUrl", "none"))))
        .contains(arn("StandbyDown"))
        .doesNotContain(arn("HeartbeatLate"), arn("PublicSiteDown"));
  }

  @Test
  void laysNoWidgetOverAnother() {
    Set<String> taken = new HashSet<>();
    for (JsonNode widget : widgets) {
      int right = widget.get("x").asInt() + widget.get("width").asInt();
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = widget.get("x").asInt(); x < right; x++) {
        int bottom = widget.get("y").asInt() + widget.get("height").asInt();
        for (int y = widget.get("y").asInt(); y < bottom; y++) {
          assertThat(taken.add(x + "/" + y))
              .as("%s at %d/%d", widget.at("/properties/title"), x, y)
              .isTrue();
        }
      }
    }
  }

  private List<JsonNode> metrics() {
    List<JsonNode> metrics = new ArrayList<>();
    for (JsonNode widget : widgets) {
      for (JsonNode metric : widget.at("/properties/metrics")) {
        if (metric.get(0).isTextual()) {
          metrics.add(metric);
        } else {
          assertThat(metric.get(0).path("expression").asText()).contains("bytes");
        }
      }
    }
    assertThat(metrics).isNotEmpty();
    return metrics;
  }

  private static List<String> shownAlarms(JsonNode widgets) {
    List<String> shown = new ArrayList<>();
    widgets.get(0).at("/properties/alarms").forEach(arn -> shown.add(arn.asText()));
    return shown;
  }

  private static String arn(String id) {
    return "arn:of:" + ResolvedTemplate.STACK + "-" + id + ":Arn";
  }

  private static JsonNode widgets(Map<String, String> parameters) {
    Map<String, Object> dashboard =
        Simulation.template(parameters).properties("Dashboard").orElseThrow();
    try {
      return JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree((String) dashboard.get("DashboardBody"))
          .get("widgets");
    } catch (JsonProcessingException e) {
      throw new AssertionError("The dashboard's body is no JSON", e);
    }
  }
}
