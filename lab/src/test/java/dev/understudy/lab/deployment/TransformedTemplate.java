package dev.understudy.lab.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code template.yaml} as SAM's translator hands it to CloudFormation. */
record TransformedTemplate(JsonNode document) {
  private static final int NO_TRANSLATOR = 3;
  private static final JsonMapper JSON = new JsonMapper();

  /** One template for each map of parameters; parameters that a map lacks have their defaults. */
  static List<TransformedTemplate> with(List<Map<String, String>> parameters) throws Exception {
    return call(List.of("scripts/sam-translate"), parameters).stream()
        .map(TransformedTemplate::new)
        .toList();
  }

  /** Runs a command of the project that reads a JSON list and prints one. */
  static List<JsonNode> call(List<String> command, Object input) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(ProjectFiles.ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(JSON.writeValueAsBytes(input));
    } catch (IOException e) {
      // The script has ended without reading; its status says why.
    }
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    if (status == NO_TRANSLATOR) {
      throw LeftOut.because("no SAM translator here; run scripts/sam-translate --install");
    }
    assertThat(status).as("%s: %s", command, printed).isZero();
    return JSON.readerForListOf(JsonNode.class).readValue(printed);
  }

  /** The properties of every resource of this type, by its logical id. */
  Map<String, JsonNode> properties(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    document
        .get("Resources")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().get("Type").asText().equals(type)) {
                found.put(entry.getKey(), entry.getValue().path("Properties"));
              }
            });
    return found;
  }
}
