package dev.understudy.testkit.sam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code template.yaml} in the folder that the system property {@code understudy.root} names. */
public final class TemplateYaml {
  private TemplateYaml() {}

  /**
   * The whole document. A CloudFormation short form ({@code !Ref}, {@code !Sub}, {@code !If} ...)
   * is a map with its name as the key.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, Object> read() {
    Path file = Path.of(System.getProperty("understudy.root"), "template.yaml");
    try {
      return new Yaml(new ShortForms()).load(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The properties of a function as SAM sees them: those of {@code Globals} below its own. Maps are
   * merged; any other value of the function replaces the one of {@code Globals}.
   *
   * @param template the whole document, which stays as it is
   * @param id the function's logical id
   */
  public static Map<String, Object> functionProperties(Map<String, Object> template, String id) {
    return merged(
        map(template, "Globals", "Function"), map(template, "Resources", id, "Properties"));
  }

  /**
   * The map at a path below a node.
   *
   * @throws NullPointerException naming the first step that does not exist
   */
  @SuppressWarnings("unchecked") // All keys of the template's maps are strings.
  public static Map<String, Object> map(Object node, String... path) {
    Object here = node;
    for (String step : path) {
      here = child((Map<?, ?>) here, step);
    }
    return (Map<String, Object>) here;
  }

  /** A copy of the node in which each short function is replaced by its argument. */
  public static Object withoutFunctions(Object node) {
    if (node instanceof List<?> items) {
      return items.stream().map(TemplateYaml::withoutFunctions).toList();
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map(node).forEach((name, value) -> copy.put(name, withoutFunctions(value)));
    boolean isFunction = copy.keySet().stream().anyMatch(name -> name.startsWith("!"));
    return isFunction ? copy.values().iterator().next() : copy;
  }

  private static Object child(Map<?, ?> map, String name) {
    return Objects.requireNonNull(map.get(name), () -> "The template does not contain " + name);
  }

  private static Map<String, Object> merged(Map<?, ?> shared, Map<?, ?> own) {
    Map<String, Object> merged = new LinkedHashMap<>();
    shared.forEach((name, value) -> merged.put((String) name, value));
    own.forEach((name, value) -> merged.merge((String) name, value, TemplateYaml::mergedValue));
    return merged;
  }

  private static Object mergedValue(Object shared, Object own) {
    return shared instanceof Map<?, ?> sharedMap && own instanceof Map<?, ?> ownMap
        ? merged(sharedMap, ownMap)
        : own;
  }

  private static final class ShortForms extends SafeConstructor {
    ShortForms() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new ShortForm());
    }

    private final class ShortForm implements Construct {
      @Override
      public Object construct(Node node) {
        Object value =
            node instanceof ScalarNode scalar
                ? scalar.getValue()
                : node instanceof SequenceNode sequence
                    ? constructSequence(sequence)
                    : constructMapping((MappingNode) node);
        return new LinkedHashMap<>(Map.of(node.getTag().getValue(), value));
      }

      @Override
      public void construct2ndStep(Node node, Object object) {
        throw new UnsupportedOperationException("Recursive templates are not supported");
      }
    }
  }
}
