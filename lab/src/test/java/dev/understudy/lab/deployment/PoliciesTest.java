package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.testkit.sam.TemplateYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What each function and state machine may do, against the table of docs/security.md that says why.
 */
class PoliciesTest {
  private record Allowed(String actions, String resource) {}

  private final TemplateDocument template = TemplateDocument.read();

  @Test
  void allowWhatTheTableGivesAReasonForAndNothingElse() {
    assertThat(inTheTemplate()).isEqualTo(inTheTable());
  }

  @Test
  void nameActionsAndResources() {
    statements()
        .forEach(
            (where, statement) -> {
              assertThat(statement).as(where).containsEntry("Effect", "Allow");
              assertThat(actions(statement)).as(where).doesNotContain("*");
              // PutMetricData knows no resources; its condition bounds it instead.
              assertThat(statement.get("Resource").equals("*"))
                  .as(where)
                  .isEqualTo(statement.containsKey("Condition"));
            });
  }

  private Map<String, Allowed> inTheTemplate() {
    Map<String, Allowed> allowed = new TreeMap<>();
    statements()
        .forEach(
            (where, statement) ->
                allowed.put(
                    where, new Allowed(actions(statement), resources(statement.get("Resource")))));
    return allowed;
  }

  private Map<String, Map<String, Object>> statements() {
    Map<String, Map<String, Object>> statements = new TreeMap<>();
    template
        .withPolicies()
        .forEach(
            (id, resource) -> {
              List<?> policies = (List<?>) resource.get("Policies");
              assertThat(policies).as(id).hasSize(1).allSatisfy(PoliciesTest::isADocument);
              for (Map<String, Object> statement : TemplateDocument.with("Action", policies)) {
                Object before = statements.put(id + " " + statement.get("Sid"), statement);
                assertThat(before).as("a second %s", statement.get("Sid")).isNull();
              }
            });
    return statements;
  }

  /** Not the name of a policy that somebody else may change. */
  private static void isADocument(Object policy) {
    assertThat(TemplateYaml.map(policy)).containsOnlyKeys("Statement");
  }

  private static String actions(Map<String, Object> statement) {
    return ((List<?>) statement.get("Action"))
        .stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String resources(Object resource) {
    if (resource instanceof List<?> list) {
      return list.stream().map(PoliciesTest::resources).sorted().collect(Collectors.joining(", "));
    }
    return resource instanceof Map<?, ?> function
        ? String.valueOf(function.values().iterator().next())
        : String.valueOf(resource);
  }

  private static Map<String, Allowed> inTheTable() {
    Map<String, Allowed> allowed = new TreeMap<>();
    List<String> withoutReason = new ArrayList<>();
    Pattern.compile(
            "^\\| `(\\w+(?:Function|StateMachine))` \\| `(\\w+)` \\| (`[^|]+`) \\| (`[^|]+`) \\|"
                + " ([^|]*) \\|$",
            Pattern.MULTILINE)
        .matcher(ProjectFiles.read("docs/security.md"))
        .results()
        .forEach(
            row -> {
              allowed.put(
                  row.group(1) + " " + row.group(2),
                  new Allowed(row.group(3).replace("`", ""), row.group(4).replace("`", "")));
              if (row.group(5).isBlank()) {
                withoutReason.add(row.group(2));
              }
            });
    assertThat(withoutReason).as("rows without a reason").isEmpty();
    return allowed;
  }
}
