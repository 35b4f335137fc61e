package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What CloudFormation deploys: the template after SAM's own translator. */
class TransformedTemplateIT {
  private static final String MANAGED = "arn:aws:iam::aws:policy/service-role/";

  private static TransformedTemplate transformed;

  private final TemplateDocument template = TemplateDocument.read();

  @BeforeAll
  static void translate() throws Exception {
    transformed = TransformedTemplate.with(List.of(Map.of())).get(0);
  }

  /** Both write logs or create network interfaces; docs/security.md names them. */
  @Test
  void rolesHaveNoManagedPolicyThatReachesAQueue() {
    Set<String> managed = new TreeSet<>();
    roles()
        .values()
        .forEach(
            role -> role.path("ManagedPolicyArns").forEach(policy -> managed.add(policy.asText())));

    assertThat(managed)
        .containsExactly(
            MANAGED + "AWSLambdaBasicExecutionRole", MANAGED + "AWSLambdaVPCAccessExecutionRole");
  }

  @Test
  void rolesAllowQueuesByTheirExactArns() {
    List<JsonNode> onQueues =
        statements().stream().filter(one -> one.toString().contains("\"sqs:")).toList();

    assertThat(onQueues).isNotEmpty();
    for (JsonNode statement : onQueues) {
      JsonNode resource = statement.get("Resource");
      List<JsonNode> queues = new ArrayList<>();
      if (resource.isArray()) {
        resource.forEach(queues::add);
      } else {
        queues.add(resource);
      }
      assertThat(queues)
          .as(statement.toString())
          .allSatisfy(queue -> assertThat(queue.path("Ref").asText()).endsWith("QueueArn"));
    }
  }

  /** The template's statements, which PoliciesTest holds to their reasons, and the schedules'. */
  @Test
  void rolesHaveTheStatementsOfTheTemplate() {
    Set<String> sids = new TreeSet<>();
    List<String> unnamed = new ArrayList<>();
    for (JsonNode statement : statements()) {
      if (statement.has("Sid")) {
        sids.add(statement.get("Sid").asText());
      } else {
        unnamed.add(statement.get("Action").asText());
      }
    }
    Set<String> written = new TreeSet<>();
    template
        .withPolicies()
        .values()
        .forEach(
            resource ->
                TemplateDocument.with("Sid", resource.get("Policies"))
                    .forEach(statement -> written.add((String) statement.get("Sid"))));

    assertThat(sids).isEqualTo(written);
    assertThat(unnamed)
        .containsExactlyInAnyOrder(
            "lambda:InvokeFunction",
            "lambda:InvokeFunction",
            "lambda:InvokeFunction",
            "states:StartExecution");
  }

  @Test
  void queuesAndSchedulesInvokeTheAlias() {
    assertThat(transformed.properties("AWS::Lambda::EventSourceMapping"))
        .containsOnlyKeys("ReplicatorFunctionChanges", "ReplicatorFunctionRepairs")
        .allSatisfy(
            (id, mapping) ->
                assertThat(mapping.get("FunctionName").get("Fn::Sub").asText())
                    .isEqualTo("${ReplicatorFunctionAliaslive}"));
    assertThat(transformed.properties("AWS::Scheduler::Schedule"))
        .allSatisfy(
            (id, schedule) ->
                assertThat(schedule.get("Target").get("Arn").get("Ref").asText())
                    .matches("\\w+Aliaslive|ReconcilerStateMachine"));
  }

  /** One schedule begins passes: that of the function, or that of the state machine. */
  @Test
  void passesOverRangesAreScheduledInsteadOfTheFunction() {
    JsonNode function =
        transformed.properties("AWS::Scheduler::Schedule").get("ReconcilerFunctionHourly");
    JsonNode machine = transformed.document().get("Resources").get("ReconcilerStateMachinePasses");

    assertThat(function.get("State").toString())
        .isEqualTo("{\"Fn::If\":[\"SchedulesFunction\",\"ENABLED\",\"DISABLED\"]}");
    assertThat(machine.get("Condition").asText()).isEqualTo("HasRanges");
    assertThat(machine.get("Properties").get("State").toString())
        .isEqualTo("{\"Fn::If\":[\"IsPromoted\",\"DISABLED\",\"ENABLED\"]}");
    JsonNode role = transformed.document().get("Resources").get("ReconcilerStateMachineRole");
    assertThat(role.get("Condition").asText()).isEqualTo("HasRanges");
  }

  @Test
  void replicatorMaySendToTheQueueThatInvokesIt() {
    JsonNode replicator = transformed.properties("AWS::Lambda::Function").get("ReplicatorFunction");

    assertThat(replicator.get("RecursiveLoop").asText()).isEqualTo("Allow");
  }

  /**
   * What understudy promote gives to Deployment: CodeDeploy takes minutes, and stops at an alarm.
   */
  @Test
  void deploymentAllAtOnceMovesTheAliasWithoutCodeDeploy() throws Exception {
    List<TransformedTemplate> both =
        TransformedTemplate.with(
            List.of(
                Map.of("Deployment", "AllAtOnce", "Promoted", "true"),
                Map.of("Deployment", "Canary10Percent5Minutes")));

    assertThat(both.get(0).document().get("Resources").toString()).doesNotContain("CodeDeploy");
    assertThat(both.get(1).document().get("Resources").toString())
        .contains("CodeDeployLambdaAliasUpdate");
  }

  /** SAM alone would give the version another name for new code or another template only. */
  @Test
  void everyParameterPublishesAVersionOfEveryFunctionWithItsRelease() throws Exception {
    Map<String, String> standard = new TreeMap<>();
    template
        .parameters()
        .forEach((name, fields) -> standard.put(name, String.valueOf(fields.get("Default"))));
    standard.remove("Release");
    List<Map<String, String>> deployments = new ArrayList<>(List.of(standard));
    standard.forEach(
        (name, value) -> {
          Map<String, String> changed = new TreeMap<>(standard);
          changed.put(name, another(name, value));
          deployments.add(changed);
        });

    List<Map<String, String>> given = new ArrayList<>();
    List<JsonNode> releases = releases(deployments);
    for (int i = 0; i < deployments.size(); i++) {
      Map<String, String> withRelease = new TreeMap<>(deployments.get(i));
      withRelease.put("Release", releases.get(i).asText());
      given.add(withRelease);
    }
    Set<String> versions = new TreeSet<>();
    for (TransformedTemplate deployed : TransformedTemplate.with(given)) {
      versions.addAll(deployed.properties("AWS::Lambda::Version").keySet());
    }

    assertThat(versions).hasSize(deployments.size() * template.functions().size());
    assertThat(releases(deployments)).as("the same again").isEqualTo(releases);
  }

  private String another(String name, String value) {
    return template.parameters().get(name).get("AllowedValues") instanceof List<?> values
        ? values.stream()
            .map(String::valueOf)
            .filter(one -> !one.equals(value))
            .findFirst()
            .orElseThrow()
        : value + "1";
  }

  /** What scripts/deploy gives to Release, for one build of the code. */
  private static List<JsonNode> releases(List<Map<String, String>> values) throws Exception {
    String program =
        """
        import json, sys
        from importlib.machinery import SourceFileLoader
        from importlib.util import module_from_spec, spec_from_loader
        loader = SourceFileLoader("deploy", "scripts/deploy")
        deploy = module_from_spec(spec_from_loader("deploy", loader))
        loader.exec_module(deploy)
        with open("template.yaml") as file:
            template = deploy.Template(file.read())
        json.dump([deploy.release(template, "code", values) for values in json.load(sys.stdin)], sys.stdout)
        """;
    return TransformedTemplate.call(List.of("python3", "-B", "-c", program), values);
  }

  private static Map<String, JsonNode> roles() {
    Map<String, JsonNode> roles = transformed.properties("AWS::IAM::Role");
    roles.remove("SlackRole");
    assertThat(roles).hasSize(8);
    return roles;
  }

  private static List<JsonNode> statements() {
    List<JsonNode> statements = new ArrayList<>();
    roles()
        .values()
        .forEach(
            role ->
                role.get("Policies")
                    .forEach(
                        policy ->
                            policy
                                .get("PolicyDocument")
                                .get("Statement")
                                .forEach(
                                    one ->
                                        statements.add(
                                            one.has("Fn::If") ? one.get("Fn::If").get(1) : one))));
    return statements;
  }
}
