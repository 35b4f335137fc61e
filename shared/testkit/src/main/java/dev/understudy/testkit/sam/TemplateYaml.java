package dev.understudy.testkit.sam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code template.yaml} of the project's folder, the system property {@code understudy.root}. */
public final class TemplateYaml {
  private TemplateYaml() {}

  /**
   * The whole document; CloudFormation's short functions ({@code !Ref}, {@code !Sub}, {@code !If}
   * ...) are maps of their names.
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
        throw new UnsupportedOperationException("No recursive template is known");
      }
    }
  }
}
