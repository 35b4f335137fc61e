package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.metric.MetricsTable;
import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.testkit.sam.TemplateYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the template's alarms are written: what each says, whom it tells, and when it exists. */
class AlarmTemplateTest {
  private static final Map<String, String> URLS =
      Map.of(
          "PublicUrl", "https://www.example.org",
          "PrimaryHealthUrl", "https://primary.example.org/.origin/health",
          "StandbyHealthUrl", "https://standby.example.org/.origin/health");
  private static final int DAY = 86_400;

  private final ResolvedTemplate template = Simulation.template(Map.of());
  private final Alarms alarms = Alarms.of(template);

  @Test
  void eachSaysInOneSentenceWhatIsLostAndNamesAPageThatIsThere() {
    for (String id : alarms.ids()) {
      Map<String, Object> properties = alarms.propertiesOf(id);
      String page = isSilent(id) ? "\\w+" : id;

      assertThat((String) properties.get("AlarmDescription"))
          .as(id)
          .matches("[A-Z][^.]+\\. docs/runbook/" + page + "\\.md")
          .hasSizeLessThan(1024);
      String path = properties.get("AlarmDescription").toString().replaceFirst(".* ", "");
      assertThat(ProjectFiles.ROOT.resolve(path)).isRegularFile();
      assertThat(properties).containsEntry("AlarmName", ResolvedTemplate.STACK + "-" + id);
    }
  }

  @Test
  void eachTellsOneTopicWhenItGoesOffAndTheSameWhenItIsOver() {
    for (String id : alarms.ids()) {
      Map<String, Object> properties = alarms.propertiesOf(id);
      if (!isSilent(id)) {
        assertThat(properties.get("AlarmActions"))
            .as(id)
            .isEqualTo(properties.get("OKActions"))
            .isIn(List.of("PageTopic"), List.of("TicketTopic"));
      }
    }
  }

  @Test
  void whatTellsNobodyIsAPartOfSomethingThatDoes() {
    Set<String> asked = new TreeSet<>();
    alarms
        .compositeAlarms()
        .values()
        .forEach(
            alarm -> {
              asked.addAll(alarm.rule().alarms());
              alarm.suppressor().ifPresent(suppressor -> asked.add(suppressor.alarm()));
            });

    assertThat(alarms.ids())
        .filteredOn(this::isSilent)
        .isNotEmpty()
        .allMatch(id -> asked.contains(ResolvedTemplate.STACK + "-" + id));
  }

  @Test
  void noneLooksFurtherBackThanCloudWatchAllows() {
    alarms
        .metricAlarms()
        .forEach(
            (id, alarm) -> {
              long period = alarm.period().toSeconds();
              assertThat(period % 60).as(id).isZero();
              assertThat(period * alarm.datapoints().periods())
                  .as(id)
                  .isLessThanOrEqualTo(period >= 3600 ? 7 * DAY : DAY);
            });
  }

  @Test
  void theTopicsTakeAlarmsOfThisAccountAndAreNotUnderAKeyThatCloudWatchCannotUse() {
    for (String topic : template.idsOf("AWS::SNS::Topic")) {
      assertThat(template.properties(topic).orElseThrow()).doesNotContainKey("KmsMasterKeyId");
    }
    Map<String, Object> policy = template.properties("TopicPolicy").orElseThrow();
    assertThat(policy).containsEntry("Topics", List.of("PageTopic", "TicketTopic"));
    List<?> statements = (List<?>) TemplateYaml.map(policy.get("PolicyDocument")).get("Statement");
    assertThat(statements).hasSize(1);
    assertThat(TemplateYaml.map(statements.get(0)))
        .containsEntry("Principal", Map.of("Service", "cloudwatch.amazonaws.com"))
        .containsEntry("Action", "sns:Publish")
        .containsEntry(
            "Condition", Map.of("StringEquals", Map.of("aws:SourceAccount", "123456789012")));
  }

  @Test
  void nobodyIsSubscribedWhoIsNotNamed() {
    assertThat(subscriptions(Map.of())).isEmpty();
    assertThat(
            subscriptions(
                Map.of(
                    "PageEmail", "page@example.org",
                    "PageHttpsEndpoint", "https://paging.example.org/key",
                    "TicketEmail", "ticket@example.org",
                    "SlackWorkspaceId", "T0",
                    "SlackChannelId", "C0")))
        .containsExactly(
            "PageTopic email page@example.org",
            "PageTopic https https://paging.example.org/key",
            "TicketTopic email ticket@example.org",
            "[PageTopic, TicketTopic] slack C0");
    assertThat(subscriptions(Map.of("SlackWorkspaceId", "T0"))).as("no channel").isEmpty();
  }

  private static List<String> subscriptions(Map<String, String> parameters) {
    ResolvedTemplate template = Simulation.template(parameters);
    List<String> found = new ArrayList<>();
    for (String id : template.idsOf("AWS::SNS::Subscription")) {
      template
          .properties(id)
          .ifPresent(
              p ->
                  found.add(p.get("TopicArn") + " " + p.get("Protocol") + " " + p.get("Endpoint")));
    }
    for (String id : template.idsOf("AWS::Chatbot::SlackChannelConfiguration")) {
      template
          .properties(id)
          .ifPresent(p -> found.add(p.get("SnsTopicArns") + " slack " + p.get("SlackChannelId")));
    }
    return found;
  }

  static List<Map<String, String>> everyMixture() {
    List<Map<String, String>> mixtures = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      Map<String, String> mixture = new TreeMap<>();
      int bit = 1;
      for (String url : new TreeSet<>(URLS.keySet())) {
        mixture.put(url, (bits & bit) == 0 ? "none" : URLS.get(url));
        bit <<= 1;
      }
      mixture.put("Promoted", (bits & bit) == 0 ? "false" : "true");
      mixtures.add(mixture);
    }
    return mixtures;
  }

  /**
   * CloudFormation refuses what refers to a resource, and CloudWatch a rule that asks an alarm,
   * that is not created.
   */
  @ParameterizedTest
  @MethodSource("everyMixture")
  void refersToNothingThatIsNotCreated(Map<String, String> parameters) {
    ResolvedTemplate mixed = Simulation.template(parameters);
    Alarms created = Alarms.of(mixed);

    created.judge(new History(), java.time.Instant.EPOCH);

    assertThat(mixed.properties("Dashboard")).isPresent();
    assertThat(created.ids()).contains("ParkedMessages", "ReplicatorErrors", "ProbeSilent");
  }

  @Test
  void whatAPromotionMakesFalseIsNotThere() {
    Set<String> gone = new TreeSet<>(alarms.ids());
    gone.removeAll(Alarms.of(Simulation.template(Map.of("Promoted", "true"))).ids());

    assertThat(gone)
        .containsExactlyInAnyOrder(
            "HeartbeatAge",
            "HeartbeatLate",
            "BacklogAge",
            "BacklogOld",
            "BacklogAging",
            "BacklogGrowing",
            "OutageKnown",
            "FailoverWouldNotHelp",
            "SplitBrain",
            "BrakeOn",
            "DriftFound",
            "ProofOld",
            "ReconcilerSilent");
  }

  @Test
  void whatTheProbeMeasuresKeepsItsStateWhileTheProbeIsSilent() {
    Set<String> probed = new TreeSet<>(SimulatedSystem.healthy().keySet());
    probed.add("DaysToExpiry");
    probed.removeAll(Set.of("ProbeSeconds", "HeartbeatLag"));

    alarms
        .metricAlarms()
        .forEach(
            (id, alarm) -> {
              if (alarm.figure().metrics().stream()
                  .anyMatch(metric -> probed.contains(metric.replace("Understudy/", "")))) {
                assertThat(alarm.datapoints().missing()).as(id).isEqualTo(MissingData.IGNORE);
              }
            });
  }

  /** Two standbys of one primary have metrics of the same names and dimensions. */
  @Test
  void watchesTheMetricsOfItsOwnStandbyAlone() {
    ResolvedTemplate further = Simulation.template(Map.of("MetricNamespace", "Understudy/nyc"));

    Alarms.of(further)
        .metricAlarms()
        .forEach(
            (id, alarm) ->
                assertThat(alarm.figure().metrics())
                    .as(id)
                    .allMatch(m -> m.startsWith("AWS/") || m.startsWith("Understudy/nyc/")));
    assertThat((String) further.properties("Dashboard").orElseThrow().get("DashboardBody"))
        .contains("\"Understudy/nyc\"")
        .doesNotContain("\"Understudy\"");
  }

  @Test
  void isSlowOnlyBeyondWhatTheGuardAllows() {
    Map<String, Object> function = template.properties("ReplicatorFunction").orElseThrow();
    int timeout = (int) function.get("Timeout");
    int guard = 20;

    assertThat(alarms.metricAlarms().get("ReplicatorSlow").threshold())
        .isBetween((timeout - guard) * 1000.0 + 1, timeout * 1000.0 - 1);
  }

  @Test
  void watchesTheMetricsThatTheTableSaysItDoes() {
    Map<String, Set<String>> watched = new TreeMap<>();
    MetricsTable.read().keySet().forEach(metric -> watched.put(metric, new TreeSet<>()));
    alarms
        .metricAlarms()
        .forEach(
            (id, alarm) ->
                alarm.figure().metrics().stream()
                    .filter(metric -> metric.startsWith("Understudy/"))
                    .map(metric -> metric.replace("Understudy/", ""))
                    .forEach(
                        metric ->
                            watched
                                .computeIfAbsent(metric, unknown -> new TreeSet<>())
                                .addAll(isSilent(id) ? askedBy(id) : Set.of(id))));

    Map<String, Set<String>> documented = new TreeMap<>();
    MetricsTable.read().forEach((metric, row) -> documented.put(metric, row.alarms()));
    assertThat(watched).isEqualTo(documented);
  }

  /** The composite alarms that notify about an alarm without a topic of its own. */
  private Set<String> askedBy(String silent) {
    Set<String> asking = new TreeSet<>();
    alarms
        .compositeAlarms()
        .forEach(
            (id, alarm) -> {
              if (alarm.rule().alarms().contains(ResolvedTemplate.STACK + "-" + silent)) {
                asking.add(id);
              }
            });
    return asking;
  }

  private boolean isSilent(String id) {
    return !alarms.propertiesOf(id).containsKey("AlarmActions");
  }
}
