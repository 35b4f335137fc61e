package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.Limits;
import dev.understudy.testkit.sam.TemplateYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deployed, against the code that it deploys. */
class TemplateTest {
  private final Map<String, Object> template = TemplateYaml.read();
  private final Map<String, Object> function =
      TemplateYaml.functionProperties(template, "ReplicatorFunction");

  @Test
  void namesTheHandler() {
    assertThat(function).containsEntry("Handler", ReplicatorHandler.class.getName());
    assertThat(function).containsEntry("Runtime", "java21");
    assertThat(map(template, "Parameters", "Architecture")).containsEntry("Default", "arm64");
  }

  @Test
  void givesEveryRequiredVariableAndNoneThatTheCodeDoesNotRead() {
    Map<String, Object> variables = map(function, "Environment", "Variables");
    Environment probe =
        new Environment(
            Map.of(
                "AWS_REGION",
                "r",
                "PRIMARY_BUCKET",
                "p",
                "STANDBY_BUCKET",
                "s",
                "STANDBY_SECRET_ID",
                "x",
                "CHANGES_QUEUE_URL",
                "q",
                "DEAD_LETTER_QUEUE_URL",
                "d"));
    ReplicatorConfig.of(probe);

    assertThat(probe.asked().keySet()).containsAll(variables.keySet());
    List<String> required =
        new ArrayList<>(
            probe.asked().entrySet().stream()
                .filter(e -> e.getValue().equals("required"))
                .map(Map.Entry::getKey)
                .toList());
    required.remove("AWS_REGION"); // Lambda sets it.
    required.add("STANDBY_SECRET_ID");
    assertThat(variables.keySet()).containsAll(required);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Changes", "Repairs"})
  void beginsAllKeysOfABatchAtOnce(String event) {
    int parallelKeys = (int) map(template, "Parameters", "ParallelKeys").get("Default");
    int batchSize =
        (int)
            map(template, "Resources", "ReplicatorFunction" + event, "Properties").get("BatchSize");

    assertThat(parallelKeys).isGreaterThanOrEqualTo(batchSize);
  }

  @Test
  void giveTheQueueTimeForALateWriteToLand() {
    int timeout = (int) function.get("Timeout");
    Map<String, Object> queue = map(template, "Metadata", "Understudy");

    assertThat((int) queue.get("QueueVisibilityTimeoutSeconds"))
        .isGreaterThanOrEqualTo(Math.max(6 * timeout, timeout + 900));
    assertThat((int) queue.get("MaxReceiveCount")).as("SQS's maximum").isEqualTo(1000);
    assertThat((int) queue.get("DeadLetterQueueRetentionSeconds"))
        .isGreaterThan((int) queue.get("QueueRetentionSeconds"));
    assertThat(timeout).as("longer than the guard before its end").isGreaterThan(2 * 20);
  }

  @ParameterizedTest
  @CsvSource({"Changes, MaximumConcurrency", "Repairs, RepairsConcurrency"})
  void reportsPartialFailuresAndBoundsConcurrency(String event, String bound) {
    Map<String, Object> mapping =
        map(template, "Resources", "ReplicatorFunction" + event, "Properties");

    assertThat(mapping).containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"));
    assertThat(map(mapping, "ScalingConfig")).containsKey("MaximumConcurrency");
    assertThat((int) map(template, "Parameters", bound).get("MinValue")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void dividesTheLimitsAmongTheInvocationsOfBothMappings() {
    assertThat(map(function, "Environment", "Variables"))
        .containsEntry("MAXIMUM_CONCURRENCY", Map.of("!Ref", "MaximumConcurrency"))
        .containsEntry("REPAIRS_CONCURRENCY", Map.of("!Ref", "RepairsConcurrency"))
        .containsEntry("BANDWIDTH", Map.of("!Ref", "Bandwidth"))
        .containsEntry("REQUESTS_PER_SECOND", Map.of("!Ref", "RequestsPerSecond"));
    Limits defaults = Limits.of(new Environment(Map.of()));
    assertThat(map(template, "Parameters", "MaximumConcurrency"))
        .containsEntry("Default", defaults.maximumConcurrency());
    assertThat(map(template, "Parameters", "RepairsConcurrency"))
        .containsEntry("Default", defaults.repairsConcurrency());
    assertThat((int) function.get("Timeout")).isEqualTo(ReplicatorConfig.INVOCATION.toSeconds());
  }

  @Test
  void receivesNothingWhileTheStandbyIsPromoted() {
    assertThat(map(function, "Environment", "Variables")).containsKey("PROMOTED");
    for (String event : List.of("Changes", "Repairs")) {
      assertThat(map(template, "Resources", "ReplicatorFunction" + event, "Properties"))
          .containsEntry("Enabled", Map.of("!If", List.of("IsPromoted", false, true)));
    }
    assertThat(map(template, "Conditions")).containsKey("IsPromoted");
  }

  @Test
  void leavesByTheFixedAddressWhereThereIsOne() {
    Map<String, Object> network = map(template, "Globals", "Function", "VpcConfig");
    List<?> choice = (List<?>) network.get("!If");

    assertThat(choice.get(0)).isEqualTo("HasNetwork");
    assertThat(map(choice.get(1)))
        .containsEntry("SubnetIds", Map.of("!Ref", "FunctionsSubnetIds"))
        .containsEntry("SecurityGroupIds", List.of(Map.of("!Ref", "FunctionsSecurityGroupId")));
    assertThat(choice.get(2)).isEqualTo(Map.of("!Ref", "AWS::NoValue"));
    assertThat(map(template, "Parameters", "FunctionsSecurityGroupId"))
        .containsEntry("Default", "");
    map(template, "Resources")
        .forEach((name, resource) -> assertThat(resource.toString()).doesNotContain("VpcConfig"));
  }

  @Test
  void startsFromASnapshotBehindAnAlias() {
    assertThat(function).containsKey("AutoPublishAlias");
    assertThat(map(function, "SnapStart")).containsEntry("ApplyOn", "PublishedVersions");
  }

  @SuppressWarnings("unchecked") // The template's maps have names for keys.
  private static Map<String, Object> map(Object node, String... path) {
    Object here = node;
    for (String step : path) {
      here = ((Map<String, Object>) here).get(step);
      assertThat(here).as(step).isNotNull();
    }
    return (Map<String, Object>) here;
  }
}
