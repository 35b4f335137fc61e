package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.testkit.sam.TemplateYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is deployed of the probe, against its code. */
class ProbeTemplateTest {
  private static final Path ROOT = Path.of(System.getProperty("understudy.root"));
  private static final String BUCKET = "arn:${AWS::Partition}:s3:::${PrimaryBucket}";
  private static final String HEARTBEAT = BUCKET + "/" + ReservedKeys.HEARTBEAT.value();

  private final Map<String, Object> template =
      TemplateYaml.map(TemplateYaml.withoutFunctions(TemplateYaml.read()));
  private final Map<String, Object> function =
      TemplateYaml.functionProperties(template, "HealthProbeFunction");

  @Test
  void namesTheHandlerAndItsBuild() throws IOException {
    assertThat(function).containsEntry("Handler", HealthProbeHandler.class.getName());
    assertThat(Files.readString(ROOT.resolve("Makefile"))).contains("\nbuild-HealthProbeFunction:");
  }

  @Test
  void givesEveryRequiredVariableAndNoneThatTheCodeDoesNotRead() {
    Environment environment = new Environment(Map.of("AWS_REGION", "r", "STANDBY_SECRET_ID", "x"));
    try {
      ProbeConfig.of(environment);
    } catch (RuntimeException e) {
      // Only asked for what it reads.
    }
    Map<String, Object> variables = at(function, "Environment", "Variables");

    assertThat(environment.asked().keySet()).containsAll(variables.keySet());
    assertThat(variables)
        .containsKeys(
            environment.asked().entrySet().stream()
                .filter(asked -> asked.getValue().equals("required"))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("AWS_REGION"))
                .toArray(String[]::new))
        .containsKeys("STANDBY_SECRET_ID", "PROMOTED");
  }

  @Test
  void makesEveryAddressOptional() {
    assertThat(at(template, "Parameters", "StandbyMetricsUrl")).containsEntry("Default", "");
    Map<String, String> none = new LinkedHashMap<>();
    List.of("PRIMARY_HEALTH_URL", "STANDBY_HEALTH_URL", "PUBLIC_URL")
        .forEach(name -> none.put(name, "none"));
    Environment environment = new Environment(none);
    // What Terraform leaves in the Parameter Store, which knows no empty value.
    assertThat(none.keySet()).allMatch(name -> environment.url(name).isEmpty());
  }

  /** Reading the secret, checking, ending, and telling CloudWatch: 5 + 15 + 2 + 6 seconds. */
  @Test
  void runsEachMinuteAndEndsBeforeTheNext() {
    assertThat(at(function, "Events", "EachMinute", "Properties"))
        .containsEntry("ScheduleExpression", "rate(1 minute)")
        .containsEntry("Input", "{}");
    assertThat((int) function.get("Timeout")).isBetween(28, 59);
    assertThat(at(function, "EventInvokeConfig")).containsEntry("MaximumRetryAttempts", 0);
  }

  @Test
  void mayDoThisAndNoMore() {
    Map<String, Object> allowed = new LinkedHashMap<>();
    for (Map<String, Object> statement : statements(function.get("Policies"))) {
      assertThat(statement).containsEntry("Effect", "Allow");
      allowed.put(String.valueOf(statement.get("Action")), statement.get("Resource"));
    }

    assertThat(allowed)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "[s3:GetObject]",
                List.of(BUCKET + "/" + ReservedKeys.HEALTH, HEARTBEAT),
                "[s3:PutObject]",
                HEARTBEAT,
                "[s3:ListBucket, s3:GetBucketNotification]",
                BUCKET,
                "[sqs:GetQueueAttributes]",
                List.of("ChangesQueueArn", "RepairsQueueArn", "DeadLetterQueueArn"),
                "[cloudwatch:PutMetricData]",
                "*",
                "[secretsmanager:GetSecretValue]",
                "StandbySecretArn",
                "[kms:Decrypt, kms:GenerateDataKey]",
                "KmsKeyArn"));
  }

  @Test
  void tellsCloudWatchOfItsOwnNamespaceAlone() {
    Map<String, Object> statement =
        statements(function.get("Policies")).stream()
            .filter(s -> "*".equals(s.get("Resource")))
            .findFirst()
            .orElseThrow();

    assertThat(at(statement, "Condition", "StringEquals"))
        .isEqualTo(Map.of("cloudwatch:namespace", "MetricNamespace"));
    assertThat(at(template, "Parameters", "MetricNamespace"))
        .containsEntry("Default", Telemetry.NAMESPACE);
  }

  private static List<Map<String, Object>> statements(Object node) {
    List<Map<String, Object>> found = new ArrayList<>();
    if (node instanceof List<?> list) {
      list.forEach(item -> found.addAll(statements(item)));
    } else if (node instanceof Map<?, ?> map) {
      if (map.containsKey("Action")) {
        found.add(texted(map));
      } else {
        map.values().forEach(value -> found.addAll(statements(value)));
      }
    }
    return found;
  }

  private static Map<String, Object> at(Object root, String... path) {
    Object node = root;
    for (String name : path) {
      node = ((Map<?, ?>) node).get(name);
    }
    return texted((Map<?, ?>) node);
  }

  private static Map<String, Object> texted(Map<?, ?> map) {
    Map<String, Object> texted = new LinkedHashMap<>();
    map.forEach((name, value) -> texted.put(String.valueOf(name), value));
    return texted;
  }
}
