package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.sam.TemplateYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What template.yaml contains: functions, parameters and references, none of them resolved. */
final class TemplateDocument {
  private final Map<String, Object> document;

  private TemplateDocument(Map<String, Object> document) {
    this.document = document;
  }

  static TemplateDocument read() {
    return new TemplateDocument(TemplateYaml.read());
  }

  /** The properties of every function, with those of {@code Globals}, by its logical id. */
  Map<String, Map<String, Object>> functions() {
    Map<String, Map<String, Object>> functions = new TreeMap<>();
    map("Resources")
        .forEach(
            (id, resource) -> {
              if (TemplateYaml.map(resource).get("Type").equals("AWS::Serverless::Function")) {
                functions.put(id, TemplateYaml.functionProperties(document, id));
              }
            });
    assertThat(functions).as("functions").isNotEmpty();
    return functions;
  }

  /** The properties of everything that has policies of its own, by its logical id. */
  Map<String, Map<String, Object>> withPolicies() {
    Map<String, Map<String, Object>> found = new TreeMap<>(functions());
    map("Resources")
        .forEach(
            (id, resource) -> {
              if (TemplateYaml.map(resource).get("Type").equals("AWS::Serverless::StateMachine")) {
                found.put(id, TemplateYaml.map(resource, "Properties"));
              }
            });
    return found;
  }

  /** Every parameter, by its name. */
  Map<String, Map<String, Object>> parameters() {
    Map<String, Map<String, Object>> parameters = new TreeMap<>();
    map("Parameters")
        .forEach((name, parameter) -> parameters.put(name, TemplateYaml.map(parameter)));
    return parameters;
  }

  /** What lies below the document's root at this path. */
  Map<String, Object> map(String... path) {
    return TemplateYaml.map(document, path);
  }

  /** Every map below the node that has the key. */
  static List<Map<String, Object>> with(String key, Object node) {
    List<Map<String, Object>> found = new ArrayList<>();
    collect(key, node, found);
    return found;
  }

  private static void collect(String key, Object node, List<Map<String, Object>> found) {
    if (node instanceof List<?> list) {
      list.forEach(item -> collect(key, item, found));
    } else if (node instanceof Map<?, ?> map) {
      if (map.containsKey(key)) {
        found.add(TemplateYaml.map(node));
      } else {
        map.values().forEach(value -> collect(key, value, found));
      }
    }
  }

  /** The names that the node refers to with {@code !Ref} or {@code !GetAtt}. */
  static Set<String> references(Object node) {
    return Set.copyOf(
        List.of("!Ref", "!GetAtt").stream()
            .flatMap(function -> with(function, node).stream().map(map -> map.get(function)))
            .map(target -> String.valueOf(target).split("\\.")[0])
            .toList());
  }
}
