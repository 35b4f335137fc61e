package dev.understudy.lab.deployment;

import static dev.understudy.testkit.sam.TemplateYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.repository.ProjectFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every function of the template, whichever there are. */
class FunctionsTest {
  private final TemplateDocument template = TemplateDocument.read();

  @Test
  void areBuiltFromAClassThatExistsByTheMakefilesTargetOfTheirName() {
    template
        .functions()
        .forEach(
            (id, function) -> {
              assertThat(handler(function)).as(id).isNotNull();
              assertThat(function).as(id).containsEntry("Runtime", "java21");
              assertThat(map(template.map("Resources", id), "Metadata"))
                  .as(id)
                  .containsEntry("BuildMethod", "makefile");
              assertThat(ProjectFiles.read("Makefile")).contains("\nbuild-" + id + ":");
            });
  }

  private static Class<?> handler(Map<String, Object> function) {
    try {
      return Class.forName((String) function.get("Handler"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** SAM's default publishes a version for new code alone: PROMOTED would never arrive. */
  @Test
  void publishAVersionForEveryChangeOfTheirSettings() {
    template
        .functions()
        .forEach(
            (id, function) ->
                assertThat(function)
                    .as(id)
                    .containsKey("AutoPublishAlias")
                    .containsEntry("AutoPublishAliasAllProperties", true));
  }

  @Test
  void keepTheirLogsAsJsonForALimitedTime() {
    template
        .functions()
        .forEach(
            (id, function) -> {
              Map<String, Object> logging = map(function, "LoggingConfig");
              assertThat(logging).as(id).containsEntry("LogFormat", "JSON");
              String group = (String) map(logging.get("LogGroup")).get("!Ref");
              assertThat(map(template.map("Resources", group), "Properties"))
                  .as(id)
                  .containsKey("RetentionInDays");
            });
  }

  /** SAM would name each schedule like its event, so that a second stack could not be created. */
  @Test
  void leaveTheNamesOfTheirSchedulesToCloudFormation() {
    List<Map<String, Object>> schedules =
        TemplateDocument.with("ScheduleExpression", template.map("Resources"));

    assertThat(schedules).hasSizeGreaterThan(2);
    assertThat(schedules)
        .allSatisfy(schedule -> assertThat(schedule).containsEntry("OmitName", true));
  }

  @Test
  void goBackToTheVersionBeforeWhenAnAlarmGoesOff() {
    Map<String, Object> preference =
        map(template.functions().get("ReplicatorFunction"), "DeploymentPreference");
    List<?> alarms = (List<?>) preference.get("Alarms");

    assertThat(alarms).isNotEmpty();
    for (String alarm : TemplateDocument.references(alarms)) {
      assertThat(template.map("Resources", alarm))
          .containsEntry("Type", "AWS::CloudWatch::Alarm")
          // LocalStack never ends where an alarm refers to the function that refers to the alarm.
          .satisfies(
              resource ->
                  assertThat(TemplateDocument.references(resource))
                      .as(alarm + " must name the function with !Sub")
                      .doesNotContainAnyElementsOf(template.functions().keySet()));
    }
    assertThat(template.parameters().get("Deployment").get("AllowedValues"))
        .isEqualTo(List.copyOf(template.map("Mappings", "Deployments").keySet()));
  }

  /** SAM CLI hands on no variable that the template does not declare. */
  @Test
  void declareWhatALocalInvocationSets() throws IOException {
    JsonNode variables =
        new JsonMapper().readTree(ProjectFiles.read("events/env.local.json")).get("Parameters");
    Set<String> declared = new TreeSet<>();
    template
        .functions()
        .values()
        .forEach(function -> declared.addAll(map(function, "Environment", "Variables").keySet()));

    assertThat(declared).containsAll((Iterable<String>) variables::fieldNames);
  }

  @Test
  void haveParametersWithATypeAndADescription() {
    template
        .parameters()
        .forEach(
            (name, parameter) -> {
              assertThat(parameter).as(name).containsKeys("Type", "Description");
              String type = (String) parameter.get("Type");
              assertThat(
                      type.equals("AWS::SSM::Parameter::Value<String>")
                          || parameter.containsKey("AllowedValues")
                          || parameter.containsKey("AllowedPattern")
                          || parameter.containsKey("MinValue"))
                  .as("%s is bounded", name)
                  .isTrue();
            });
  }

  static Set<String> names(String text, String pattern) {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .forEach(names::add);
    return names;
  }
}
