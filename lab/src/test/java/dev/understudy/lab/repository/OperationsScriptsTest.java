package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.StandIns.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts for a live installation, with stand-ins for ssh and aws first on the path: each
 * records its call, answers the ones that it knows, and fails on any other.
 */
class OperationsScriptsTest {
  private static final String SECRET =
      "{\"endpoint\":\"https://x:8443\",\"accessKey\":\"ak\",\"secretKey\":\"canary\",\"clientKeyPem\":\"k\"}";

  @TempDir Path folder;

  private StandIns scripts;

  @BeforeEach
  void standIns() throws IOException {
    scripts = StandIns.in(folder, Map.of("UNDERSTUDY_STACK", "understudy-test"));
    write("secret", SECRET);
    write("counts", "0\t0\t0");
    standIn(
        "ssh",
        """
        case "$*" in
          *"-- root@h cat /etc/understudy/standby-secret.json") cat "$state/secret" ;;
          *"-- root@h understudy-bootstrap --rotate >/dev/null" | *"-- root@h understudy-bootstrap --retire") ;;
          *) exit 9 ;;
        esac
        """);
    standIn(
        "aws",
        """
        case "$*" in
          "secretsmanager put-secret-value --secret-id arn --secret-string file:///dev/stdin "*)
            [ ! -e "$state/refuse" ] || exit 1
            cat >"$state/published" ;;
          "sqs get-queue-attributes "*) cat "$state/counts" ;;
          "cloudformation describe-stacks --stack-name understudy-test --output text --query "*"ParameterKey=='PrimaryBucket'"*) echo b ;;
          "cloudformation describe-stacks --stack-name understudy-test --output text --query "*"ParameterKey=='ChangesQueueUrl'"*) echo changes-url ;;
          "cloudformation describe-stacks --stack-name understudy-test --output text --query "*"ParameterKey=='DeadLetterQueueUrl'"*) echo dead-url ;;
          "cloudformation describe-stacks --stack-name understudy-test --output text --query "*"OutputKey=='"*"Topic'"*) echo its-arn ;;
          "cloudformation describe-stacks --stack-name understudy-test --output text --query "*) ;;
          "cloudformation describe-stack-resource --stack-name understudy-test --logical-resource-id ReconcilerFunction "*) echo its-name ;;
          "cloudwatch describe-alarms --alarm-name-prefix understudy-test- --state-value ALARM --alarm-types MetricAlarm CompositeAlarm "*)
            printf '2026-11-25T03:00:00Z\\t%s\\n' understudy-test-StandbyDown understudy-test-nyc-DiskNearlyFull ;;
          "cloudwatch get-metric-statistics --namespace Understudy --metric-name Lag --dimensions Name=PrimaryBucket,Value=b --statistics Maximum --period 60 "*) echo lag ;;
          "cloudwatch get-metric-statistics --namespace Understudy --metric-name DaysToExpiry --dimensions Name=PrimaryBucket,Value=b Name=Endpoint,Value="*) echo 42 ;;
          "logs filter-log-events --log-group-name /understudy/understudy-test/replicator --filter-pattern { \\$.outcome = \\"Unavailable\\" } "*) echo line ;;
          "lambda invoke --function-name its-name:live --cli-binary-format raw-in-base64-out --cli-read-timeout 910 --payload {\\"dryRun\\":true} "*)
            [ "$AWS_MAX_ATTEMPTS" = 1 ] || exit 8
            for answer; do :; done
            echo '{"keys":7}' >"$answer" ;;
          "sns list-subscriptions-by-topic --topic-arn "*" --output text --query Subscriptions[].[Protocol,Endpoint,SubscriptionArn]") cat "$state/subscribed" ;;
          *) exit 9 ;;
        esac
        """);
  }

  private void standIn(String name, String body) throws IOException {
    scripts.program(name, body);
  }

  private void write(String name, String content) throws IOException {
    scripts.write(name, content);
  }

  private String file(String name) throws IOException {
    return scripts.file(name);
  }

  private Ended run(String script, String... arguments) throws Exception {
    return scripts.run(script, arguments);
  }

  private Ended publish(String... more) throws Exception {
    return run("publish-credentials", with(List.of("--ssh", "root@h", "--secret", "arn"), more));
  }

  private Ended onCall(String... command) throws Exception {
    return run("oncall", command);
  }

  private static String[] with(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void publishesTheSecretAndShowsItNowhere() throws Exception {
    Ended ended = publish();

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(file("published")).isEqualTo(SECRET);
    assertThat(ended.printed() + file("calls")).doesNotContain("canary");
  }

  @Test
  void endsTheOldKeyOnlyOnceTheNewOneIsPublished() throws Exception {
    publish("--rotate");

    String step = ".*(--rotate|standby-secret|put-secret|--retire).*";
    assertThat(file("calls").lines().map(call -> call.replaceAll(step, "$1")))
        .containsExactly("--rotate", "standby-secret", "put-secret", "--retire");
  }

  @Test
  void keepsTheOldKeyWhenTheNewOneIsNotTaken() throws Exception {
    write("refuse", "");

    assertThat(publish("--rotate").status()).isEqualTo(2);
    assertThat(file("calls")).contains("--rotate").doesNotContain("--retire");
  }

  @Test
  void explainsItselfAndNamesWhatItDoesNotKnow() throws Exception {
    Ended help = run("publish-credentials", "--help");
    Ended unknown = run("publish-credentials", "--nonsense");

    assertThat(help.status()).isZero();
    assertThat(help.printed())
        .startsWith("usage: scripts/publish-credentials")
        .contains("--dry-run");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.printed()).contains("unknown argument: --nonsense");
    assertThat(file("calls")).isEmpty();
  }

  @Test
  void aDryRunCallsNothing() throws Exception {
    assertThat(publish("--rotate", "--dry-run").status()).isZero();
    assertThat(file("calls")).isEmpty();
  }

  @Test
  void answersWhatSomebodyOnCallAsks() throws Exception {
    assertThat(onCall("alarms").printed())
        .contains("understudy-test-StandbyDown")
        .as("the stack of another standby")
        .doesNotContain("understudy-test-nyc");
    assertThat(onCall("value", "PrimaryBucket").printed()).isEqualTo("b\n");
    assertThat(onCall("metric", "Lag").printed()).isEqualTo("lag\n");
    assertThat(onCall("certificates").printed())
        .contains("standby-origin: 42", "edge-listener: 42", "edge-client: 42", "edge: 42");
    assertThat(onCall("queue", "changes").printed()).isEqualTo("0\t0\t0");
    assertThat(onCall("outcomes", "Unavailable", "15").printed()).isEqualTo("line\n");
    assertThat(onCall("invoke", "reconciler", "{\"dryRun\":true}").printed())
        .contains("{\"keys\":7}");
  }

  @Test
  void namesSubscriptionsThatNobodyConfirmed() throws Exception {
    String confirmed = "https\thttps://pager.test/key-canary\tarn:aws:sns:r:a:t:1\n";
    write("subscribed", confirmed + "email\toncall@example.org\tPendingConfirmation\n");
    Ended open = onCall("subscriptions");
    write("subscribed", confirmed);
    Ended complete = onCall("subscriptions");
    write("subscribed", "");
    Ended unsubscribed = onCall("subscriptions");

    assertThat(open.status()).isEqualTo(2);
    assertThat(open.printed())
        .contains("PageTopic: https pager.test\n")
        .contains("PageTopic: email oncall@example.org NOT CONFIRMED")
        .doesNotContain("key-canary");
    assertThat(complete.status()).as(complete.printed()).isZero();
    assertThat(unsubscribed.status()).isEqualTo(2);
    assertThat(unsubscribed.printed()).contains("PageTopic: NOBODY is subscribed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value|NoSuchThing",
        "metric|Lag|Maximum|soon",
        "queue|repairs-of-all",
        "errors|probe",
        "invoke|reconciler",
        "alarm",
        ""
      })
  void saysWhatIsWrongWithAQuestion(String command) throws Exception {
    Ended ended = onCall(command.isEmpty() ? new String[0] : command.split("\\|"));

    assertThat(ended.status()).as(ended.printed()).isNotZero();
    assertThat(ended.printed()).isNotBlank();
    assertThat(file("calls")).doesNotContain("invoke", "logs");
  }
}
