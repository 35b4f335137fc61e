package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Finding a deployed stack by its name, and its metrics. The services are stand-ins. */
class StackSettingsTest {
  static final Map<String, String> PROCESS =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "AWS_ACCESS_KEY_ID", "key",
          "AWS_SECRET_ACCESS_KEY", "secret",
          "STANDBY_ENDPOINT", "https://of-another-installation");

  static final Map<String, String> DEPLOYED =
      Map.of(
          "PRIMARY_BUCKET", "assets",
          "STANDBY_BUCKET", "assets-standby",
          "STANDBY_SECRET_ID", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:standby",
          "STANDBY_ENDPOINT", "",
          "CHANGES_QUEUE_URL", "https://sqs/111122223333/changes",
          "REPAIRS_QUEUE_URL", "https://sqs/111122223333/repairs",
          "DEAD_LETTER_QUEUE_URL", "https://sqs/111122223333/dead-letter");

  @Test
  void readsWhatTheLiveVersionOfTheHealthProbeHas() {
    try (HttpEndpoint lambda =
        HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> lambda(call))) {
      Map<String, String> found =
          StackSettings.read("prod", PROCESS, Map.of("LAMBDA_ENDPOINT", lambda.uri().toString()));

      assertThat(found)
          .containsAllEntriesOf(DEPLOYED)
          .containsEntry("RECONCILER_FUNCTION", "prod-reconciler:live")
          .containsEntry("AWS_REGION", "eu-central-1");
      Installation installation = Installation.of(found, Optional.of("prod"));
      assertThat(installation.queues().deadLetter()).endsWith("/dead-letter");
      assertThat(installation.toString()).doesNotContain("secret-");
    }
  }

  @Test
  void aStackThatDoesNotExistIsAMistakeOfTheUser() {
    try (HttpEndpoint lambda =
        HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> lambda(call))) {
      StackFixture.Ran ran =
          StackFixture.run(
              PROCESS, "status", "--stack=dev", "--set=LAMBDA_ENDPOINT=" + lambda.uri());

      assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("there is no stack dev in eu-central-1");
    }
  }

  /** The runbook exports it; an option counts more. */
  @Test
  void theVariableNamesTheStackIfNoOptionDoes() {
    Map<String, String> process = new TreeMap<>(PROCESS);
    process.put("UNDERSTUDY_STACK", "dev");
    try (HttpEndpoint lambda =
        HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> lambda(call))) {
      String endpoint = "--set=LAMBDA_ENDPOINT=" + lambda.uri();

      assertThat(StackFixture.run(process, "hint", endpoint, "--dry-run", "key").err())
          .contains("there is no stack dev");
      assertThat(
              StackFixture.run(process, "hint", endpoint, "--dry-run", "--stack=prod", "key")
                  .code())
          .isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void readsMetricsAndAlarmsOfTheStackOnly() {
    try (HttpEndpoint cloudWatch =
        HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> cloudWatch(call))) {
      Map<String, String> variables = new TreeMap<>(PROCESS);
      variables.putAll(DEPLOYED);
      variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
      try (StackMetrics metrics =
          new StackMetrics(Installation.of(variables, Optional.of("prod")))) {
        assertThat(metrics.alarms()).containsExactly("prod-ProofOld");
        assertThat(metrics.lastHour()).isEqualTo(Map.of("lagSecondsp99", 1.5));
      }
    }
  }

  private static HttpAnswer lambda(HttpCall call) {
    boolean live =
        call.path().equals("/2015-03-31/functions/prod-health-probe/configuration")
            && call.parameter("Qualifier").equals(Optional.of("live"));
    return live
        ? HttpAnswer.json(200, json(Map.of("Environment", Map.of("Variables", DEPLOYED))))
        : HttpAnswer.json(404, "{\"Message\":\"Function not found\"}")
            .with("x-amzn-ErrorType", "ResourceNotFoundException");
  }

  private static HttpAnswer cloudWatch(HttpCall call) {
    try {
      boolean alarms = call.path().endsWith("/DescribeAlarms");
      String request = String.valueOf(new CBORMapper().readTree(call.body()));
      assertThat(request).contains(alarms ? "\"prod-\"" : "\"assets\"");
      Map<String, Object> answer =
          alarms
              ? Map.of(
                  "MetricAlarms",
                  List.of(
                      Map.of("AlarmName", "prod-ProofOld"),
                      Map.of("AlarmName", "prod-nyc-ProofOld")),
                  "CompositeAlarms",
                  List.of())
              : Map.of(
                  "MetricDataResults",
                  List.of(
                      Map.of("Id", "a", "Label", "lagSecondsp99", "Values", List.of(1.5, 2.5)),
                      Map.of("Id", "b", "Label", "Missing", "Values", List.of())));
      return HttpAnswer.of(200, "application/cbor", new CBORMapper().writeValueAsBytes(answer))
          .with("smithy-protocol", "rpc-v2-cbor");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(Map<String, ?> object) {
    try {
      return new String(JSON.std.asBytes(object), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
