package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.ProjectFiles;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Terraform leaves in the Parameter Store is what the template takes from there. */
class ParametersTest {
  private final TemplateDocument template = TemplateDocument.read();

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void areTheNamesThatTerraformWrites(String environment) {
    Map<String, String> overrides = SamConfig.read().parameterOverrides(environment);
    Map<String, String> named = new TreeMap<>(overrides);
    named.keySet().retainAll(fromTheStore());

    assertThat(named.keySet()).isEqualTo(fromTheStore());
    assertThat(new TreeSet<>(named.values())).isEqualTo(writtenByTerraform(environment));
    assertThat(overrides.keySet()).isSubsetOf(template.parameters().keySet());
  }

  @Test
  void areThoseOfProductionByDefault() {
    Set<String> defaults = new TreeSet<>();
    fromTheStore()
        .forEach(name -> defaults.add((String) template.parameters().get(name).get("Default")));

    assertThat(defaults).isEqualTo(writtenByTerraform("prod"));
  }

  @Test
  void areAskedForInProductionBeforeAnythingChanges() {
    assertThat(SamConfig.read().section("prod.deploy.parameters"))
        .contains("confirm_changeset = true", "CAPABILITY_IAM", "resolve_s3 = true");
    assertThat(SamConfig.read().parameterOverrides("prod").get("Deployment"))
        .isNotEqualTo("AllAtOnce");
  }

  private Set<String> fromTheStore() {
    Set<String> names = new TreeSet<>();
    template
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.get("Type").equals("AWS::SSM::Parameter::Value<String>")) {
                names.add(name);
              }
            });
    return names;
  }

  private static Set<String> writtenByTerraform(String environment) {
    String wiring = ProjectFiles.read("terraform/modules/event-wiring/main.tf");
    assertThat(wiring)
        .contains("== \"standby\" ? \"/understudy/${var.environment}/\" : ")
        .contains("\"${local.path}${each.key}\"");
    int begin = wiring.indexOf("  parameters = {");
    Set<String> names =
        FunctionsTest.names(
            wiring.substring(begin, wiring.indexOf("\n  }", begin)), "^    (\\w+) += ");
    assertThat(names).as("names in event-wiring").hasSizeGreaterThan(9);
    Set<String> paths = new TreeSet<>();
    names.forEach(name -> paths.add("/understudy/%s/%s".formatted(environment, kept(name))));
    return paths;
  }

  /** PrimaryBucket is primary-bucket there. */
  private static String kept(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
