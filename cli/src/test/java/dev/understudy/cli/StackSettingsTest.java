package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import dev.understudy.page.PageState.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        assertThat(metrics.alarms())
            .extracting(StackMetrics.Alarm::name)
            .containsExactly("prod-ProofOld");
        assertThat(metrics.lastHour()).isEqualTo(Map.of("lagSecondsp99", 1.5));
      }
    }
  }

  @Test
  void readsEachMinuteOfTheLastHour() {
    try (HttpEndpoint cloudWatch =
        HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> cloudWatch(call))) {
      Map<String, String> variables = new TreeMap<>(PROCESS);
      variables.putAll(DEPLOYED);
      variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
      try (StackMetrics metrics =
          new StackMetrics(Installation.of(variables, Optional.of("prod")))) {
        Series series = metrics.minutes();

        assertThat(series.everySeconds()).isEqualTo(60);
        assertThat(series.times()).hasSizeBetween(60, 61).isSorted();
        assertThat(series.values().get("lagP99")).contains(1.5, 2.5).containsNull();
      }
    }
  }

  /** The health probe has no maximum age, so a plan asks another function. */
  @Test
  void readsTheMaximumAgeOfTheScopeFromTheReconciler() {
    try (HttpEndpoint lambda =
        HttpEndpoint.start(
            ListenAddress.LOOPBACK,
            0,
            call ->
                call.path().contains("prod-reconciler")
                    ? variables(Map.of("REPLICATE_MAX_AGE_DAYS", "365"))
                    : lambda(call))) {
      Map<String, String> process = new TreeMap<>(PROCESS);
      process.put("LAMBDA_ENDPOINT", lambda.uri().toString());

      assertThat(StackSettings.maxAgeDays("prod", process)).contains("365");
    }
  }

  static HttpAnswer variables(Map<String, String> variables) {
    return HttpAnswer.json(200, json(Map.of("Environment", Map.of("Variables", variables))));
  }

  private static HttpAnswer lambda(HttpCall call) {
    boolean live =
        call.path().equals("/2015-03-31/functions/prod-health-probe/configuration")
            && call.parameter("Qualifier").equals(Optional.of("live"));
    return live
        ? variables(DEPLOYED)
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
                      Map.of("AlarmName", "prod-ProofOld", "StateUpdatedTimestamp", minutesAgo(5)),
                      Map.of(
                          "AlarmName",
                          "prod-nyc-ProofOld",
                          "StateUpdatedTimestamp",
                          minutesAgo(5))),
                  "CompositeAlarms",
                  List.of())
              : Map.of(
                  "MetricDataResults",
                  List.of(
                      Map.of(
                          "Id",
                          request.contains("mlagP99") ? "mlagP99" : "mlagSecondsp99",
                          "Timestamps",
                          List.of(minutesAgo(2), minutesAgo(3)),
                          "Values",
                          List.of(1.5, 2.5)),
                      Map.of("Id", request.contains("mMissing") ? "mMissing" : "mcopied")));
      return HttpAnswer.of(200, "application/cbor", new CBORMapper().writeValueAsBytes(answer))
          .with("smithy-protocol", "rpc-v2-cbor");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds since 1970, as CloudWatch writes a time. */
  private static long minutesAgo(int minutes) {
    return Instant.now()
        .truncatedTo(ChronoUnit.MINUTES)
        .minusSeconds(60L * minutes)
        .getEpochSecond();
  }

  private static String json(Map<String, ?> object) {
    try {
      return new String(JSON.std.asBytes(object), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
