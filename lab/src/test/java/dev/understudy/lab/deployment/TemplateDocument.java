package dev.understudy.lab.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.sam.TemplateYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code template.yaml}. CloudFormation's short functions ({@code !Ref}, {@code !Sub}, {@code !If}
 * ...) read as maps of their names.
 */
final class TemplateDocument {
  static final Path ROOT = Path.of(System.getProperty("understudy.root"));

  private final Map<String, Object> document;

  private TemplateDocument(Map<String, Object> document) {
    this.document = document;
  }

  static TemplateDocument read() {
    return new TemplateDocument(TemplateYaml.read());
  }

  /** A file of the project. */
  static String file(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The properties of every function, with those of {@code Globals}, by its logical id. */
  Map<String, Map<String, Object>> functions() {
    Map<String, Map<String, Object>> functions = new TreeMap<>();
    map("Resources")
        .forEach(
            (id, resource) -> {
              if (map(resource).get("Type").equals("AWS::Serverless::Function")) {
                functions.put(id, TemplateYaml.functionProperties(document, id));
              }
            });
    assertThat(functions).as("functions").isNotEmpty();
    return functions;
  }

  /** Every parameter, by its name. */
  Map<String, Map<String, Object>> parameters() {
    Map<String, Map<String, Object>> parameters = new TreeMap<>();
    map("Parameters").forEach((name, parameter) -> parameters.put(name, map(parameter)));
    return parameters;
  }

  /** What lies below the document's root at this path. */
  Map<String, Object> map(String... path) {
    return map((Object) document, path);
  }

  @SuppressWarnings("unchecked") // The template's maps have names for keys.
  static Map<String, Object> map(Object node, String... path) {
    Object here = node;
    for (String step : path) {
      here = ((Map<String, Object>) here).get(step);
      assertThat(here).as(step).isNotNull();
    }
    return (Map<String, Object>) here;
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
        found.add(map(node));
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
