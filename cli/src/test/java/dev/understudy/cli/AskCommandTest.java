package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions of an on-call person about a deployed stack. AWS's services are stand-ins. */
class AskCommandTest {
  private final OnCallStandIn services = new OnCallStandIn();

  @AfterEach
  void stop() {
    services.close();
  }

  /** As in the runbook: a variable names the stack. */
  private StackFixture.Ran ask(String... question) {
    Map<String, String> process = new TreeMap<>(StackSettingsTest.PROCESS);
    process.put("UNDERSTUDY_STACK", "prod");
    List<String> arguments = new ArrayList<>(List.of("ask"));
    arguments.addAll(List.of(question));
    arguments.addAll(services.options());
    return StackFixture.run(process, arguments.toArray(String[]::new));
  }

  private String answer(String... question) {
    StackFixture.Ran ran = ask(question);
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
    return ran.out();
  }

  /** The name of the stack of a further standby begins with that of the first. */
  @Test
  void alarmsAreThoseOfThisStackWithTheirTime() {
    StackFixture.Ran ran = ask("alarms", "--json");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json())
        .isEqualTo(
            Map.of(
                "alarms",
                List.of(Map.of("since", services.time.toString(), "alarm", "prod-StandbyDown"))));
    services.alarmIsOn = false;
    assertThat(answer("alarms")).matches("alarms +none\n");
  }

  @Test
  void aServiceThatRejectsTheRequestIsNotAFinding() {
    services.refused = true;

    assertThat(ask("alarms").code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ask("metric", "Lag").code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ask("queue", "changes").code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ask("errors", "replicator").err()).contains("no such group");
  }

  /** A shell uses the value in other commands. */
  @Test
  void valueIsPrintedAlone() {
    assertThat(answer("value", "PublicUrl")).isEqualTo("https://assets.test\n");
    assertThat(answer("value", "Promoted")).isEqualTo("false\n");
    assertThat(answer("value", "PageTopic")).isEqualTo("arn:page\n");
    assertThat(ask("value", "Promoted", "--json").json()).isEqualTo(Map.of("Promoted", "false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchThing", "Empty"})
  void namesAValueThatTheStackDoesNotHave(String name) {
    StackFixture.Ran ran = ask("value", name);

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("the stack prod has no parameter or output " + name);
  }

  @Test
  void metricHasAValueForEachMinute() {
    assertThat(answer("metric", "Lag").lines().skip(2).map(String::strip))
        .containsExactly(services.time.minusSeconds(60) + "  41.0", services.time + "  42.0");
    assertThat(services.asked.get(0))
        .contains("\"Stat\":\"Maximum\"", "\"Period\":60", "\"MetricName\":\"Lag\"")
        .contains(
            "\"Namespace\":\"Understudy\"", "{\"Name\":\"PrimaryBucket\",\"Value\":\"assets\"}");

    answer("metric", "Lag", "p99", "30");
    assertThat(services.asked.get(1)).contains("\"Stat\":\"p99\"");
  }

  @Test
  void metricWithoutDataIsNoError() {
    services.measured = false;

    assertThat(answer("metric", "Lag")).matches("Lag +none\n");
  }

  @Test
  void certificatesHaveTheirNewestValue() {
    assertThat(answer("certificates"))
        .containsPattern("standby-origin +42.0\n")
        .containsPattern("edge-listener +42.0\n")
        .containsPattern("edge-client +42.0\n")
        .containsPattern("functions-client +42.0\n");
    assertThat(services.asked).as("CloudWatch bills each request").hasSize(1);
    assertThat(services.asked.get(0))
        .contains(
            "{\"Name\":\"Endpoint\",\"Value\":\"primary\"}",
            "{\"Name\":\"Endpoint\",\"Value\":\"edge\"}");
    services.measured = false;
    assertThat(answer("certificates")).containsPattern("primary +not measured");
  }

  @Test
  void subscriptionsHideTheKeysOfTheirEndpoints() {
    services.subscriptions =
        List.of(
            List.of("https", "https://user:canary@pager.test/key-canary?canary", "arn:1"),
            List.of("email", "oncall@example.org", "arn:2"));

    assertThat(answer("subscriptions"))
        .containsPattern("PageTopic +https +pager.test +confirmed")
        .containsPattern("TicketTopic +email +oncall@example.org +confirmed")
        .doesNotContain("canary");
    assertThat(services.asked.toString()).contains("TopicArn=arn:page", "TopicArn=arn:ticket");
  }

  @Test
  void namesSubscriptionsThatNobodyConfirmed() {
    services.subscriptions = List.of(List.of("email", "oncall@example.org", "PendingConfirmation"));
    StackFixture.Ran open = ask("subscriptions");
    services.subscriptions = List.of();
    StackFixture.Ran unsubscribed = ask("subscriptions");

    assertThat(open.code()).isEqualTo(ExitCode.FINDING);
    assertThat(open.out()).containsPattern("PageTopic +email +oncall@example.org +NOT CONFIRMED");
    assertThat(open.err()).contains("confirm each subscription");
    assertThat(unsubscribed.code()).isEqualTo(ExitCode.FINDING);
    assertThat(unsubscribed.out()).containsPattern("TicketTopic +NOBODY is subscribed");
  }

  @Test
  void queueCountsMessagesByState() {
    assertThat(answer("queue", "dead-letter"))
        .containsPattern("visible +3\n")
        .containsPattern("inFlight +2\n")
        .containsPattern("delayed +1\n");
    assertThat(services.asked.get(0)).contains("https://sqs/111122223333/dead-letter");
  }

  @Test
  void linesAreThoseOfTheFunctionWithTheFilter() {
    assertThat(answer("outcomes", "Unavailable", "15")).isEqualTo("{\"key\":\"a\\u001b\"}\n");
    answer("errors", "health-probe");

    assertThat(services.asked.get(0))
        .contains("/understudy/prod/replicator", "{ $.outcome = \\\"Unavailable\\\" }");
    assertThat(services.asked.get(1))
        .contains("/understudy/prod/health-probe")
        .contains("{ $.level = \\\"ERROR\\\" || $.level = \\\"WARN\\\" }");
  }

  @Test
  void invokeAsksTheLiveVersionOnceAndPrintsItsAnswer() {
    assertThat(answer("invoke", "reconciler", "{\"dryRun\":true}")).matches("keys +7\n");
    assertThat(services.asked.get(0)).contains("prod-reconciler", "{\"dryRun\":true}");

    services.refused = true;
    assertThat(ask("invoke", "reconciler", "{}").code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(services.asked).as("no retry").hasSize(2);
  }

  @Test
  void aFunctionThatFailsIsNotAnAnswer() {
    services.functionFails = true;

    StackFixture.Ran ran = ask("invoke", "reconciler", "{}");

    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("the pass failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alarm",
        "value",
        "metric",
        "metric|NoSuchMetric",
        "metric|Lag|Maximal",
        "metric|Lag|Maximum|soon",
        "metric|Lag|Maximum|0",
        "queue|repairs-of-all",
        "outcomes|\" }",
        "outcomes|Parked|-5",
        "errors|probe",
        "invoke|probe|{}",
        "invoke|reconciler",
        "invoke|reconciler|[]",
      })
  void saysWhatIsWrongWithAQuestionAndAsksNothing(String question) {
    StackFixture.Ran ran = ask(question.isEmpty() ? new String[0] : question.split("\\|"));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isNotBlank();
    assertThat(services.asked).isEmpty();
  }
}
