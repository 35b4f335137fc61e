package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no run of Terraform would notice about {@code terraform/}. */
class TerraformSourcesTest {
  private static final Path ROOT = ProjectFiles.ROOT.resolve("terraform");
  private static final Pattern PROVIDER =
      Pattern.compile("(?s) {4}(\\w+) = \\{\\n {6}source  = \"[^\"]+\"\\n(.*?) {4}\\}");
  private static final Pattern VARIABLE =
      Pattern.compile("(?ms)^variable \"([^\"]+)\" \\{\\n(.*?)^\\}");

  private static List<Path> modules() throws IOException {
    List<Path> all = new ArrayList<>(List.of(ROOT));
    try (Stream<Path> folders = Files.list(ROOT.resolve("modules"))) {
      folders.forEach(all::add);
    }
    assertThat(all).hasSizeGreaterThan(5);
    return all;
  }

  private static List<MatchResult> found(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().toList();
  }

  @Test
  void everyModuleStatesTheVersionsThatItIsWrittenFor() throws IOException {
    for (Path module : modules()) {
      Path versions = module.resolve("versions.tf");
      assertThat(Files.readString(versions)).contains("required_version = \">= 1.11\"");
      assertThat(found(PROVIDER, versions))
          .as("%s", versions)
          .isNotEmpty()
          .allSatisfy(provider -> assertThat(provider.group(2)).contains("version = \""));
    }
  }

  @Test
  void noCredentialOfACloudIsWrittenAnywhere() throws IOException {
    String providers = Files.readString(ROOT.resolve("providers.tf"));
    assertThat(Pattern.compile("(?m)^ {2}(\\w+) +=").matcher(providers).results())
        .map(argument -> argument.group(1))
        .containsExactly("region");
    for (Path module : modules()) {
      for (MatchResult variable : found(VARIABLE, module.resolve("variables.tf"))) {
        assertThat(variable.group(1)).doesNotContain("token", "password", "access_key");
        if (variable.group(2).contains("private_key_pem")
            || variable.group(1).endsWith("_secret")) {
          assertThat(variable.group(2))
              .as("%s of %s", variable.group(1), module)
              .contains("sensitive");
        }
      }
    }
  }
}
