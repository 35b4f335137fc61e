package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.ProjectFiles;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code samconfig.toml}, as far as it is looked into. */
public record SamConfig(String text) {
  public static SamConfig read() {
    return new SamConfig(ProjectFiles.read("samconfig.toml"));
  }

  /** The lines of a table. */
  String section(String name) {
    int begin = text.indexOf("\n[" + name + "]\n");
    assertThat(begin).as("[%s] in samconfig.toml", name).isNotNegative();
    int end = text.indexOf("\n[", begin + 2);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  /** What an environment's deployment gives to the template's parameters. */
  public Map<String, String> parameterOverrides(String environment) {
    Map<String, String> overrides = new TreeMap<>();
    Pattern.compile("^    \"([A-Za-z]+)=([^\"]*)\",$", Pattern.MULTILINE)
        .matcher(section(environment + ".deploy.parameters"))
        .results()
        .forEach(found -> overrides.put(found.group(1), found.group(2)));
    return overrides;
  }
}
