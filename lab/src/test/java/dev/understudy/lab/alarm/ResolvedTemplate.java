package dev.understudy.lab.alarm;

import static dev.understudy.testkit.sam.TemplateYaml.map;

import dev.understudy.testkit.sam.TemplateYaml;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What CloudFormation creates from template.yaml with given parameters: functions are resolved and
 * conditions applied. The Ref of a resource is its logical ID, and that of an alarm is the stack's
 * name and its logical ID.
 */
final class ResolvedTemplate {
  static final String STACK = "understudy";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");
  private static final Object NO_VALUE = new Object();

  private final Map<String, Object> template;
  private final Map<String, String> parameters;

  private ResolvedTemplate(Map<String, Object> template, Map<String, String> parameters) {
    this.template = template;
    this.parameters = parameters;
  }

  /** The project's template with these parameters and the defaults of all others. */
  static ResolvedTemplate with(Map<String, String> parameters) {
    return new ResolvedTemplate(TemplateYaml.read(), parameters);
  }

  /** Logical ids of everything of these types, whether its condition holds or not. */
  List<String> idsOf(String... types) {
    return section("Resources").entrySet().stream()
        .filter(entry -> Arrays.asList(types).contains(map(entry.getValue()).get("Type")))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Names of its parameters. */
  Set<String> inputs() {
    return section("Parameters").keySet();
  }

  /** The resolved properties of a resource; empty if its condition does not hold. */
  Optional<Map<String, Object>> properties(String id) {
    return exists(id)
        ? Optional.of(map(resolve(resource(id).getOrDefault("Properties", Map.of()))))
        : Optional.empty();
  }

  private boolean exists(String id) {
    return !resource(id).containsKey("Condition")
        || condition((String) resource(id).get("Condition"));
  }

  private Map<String, Object> resource(String id) {
    return map(
        Objects.requireNonNull(section("Resources").get(id), () -> "There is no resource " + id));
  }

  private Map<String, Object> section(String name) {
    return map(template.get(name));
  }

  private boolean condition(String name) {
    return truth(
        Objects.requireNonNull(section("Conditions").get(name), () -> "No condition " + name));
  }

  private boolean truth(Object node) {
    Map<String, Object> function = map(node);
    String name = function.keySet().iterator().next();
    Object argument = function.get(name);
    return switch (name) {
      case "!Condition" -> condition((String) argument);
      case "!Not" -> !truth(list(argument).get(0));
      case "!And" -> list(argument).stream().allMatch(this::truth);
      case "!Or" -> list(argument).stream().anyMatch(this::truth);
      case "!Equals" -> text(list(argument).get(0)).equals(text(list(argument).get(1)));
      default -> throw new IllegalArgumentException("No condition function: " + name);
    };
  }

  private Object resolve(Object node) {
    if (node instanceof List<?> items) {
      return items.stream().map(this::resolve).filter(item -> item != NO_VALUE).toList();
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> map = map(node);
    String first = map.isEmpty() ? "" : map.keySet().iterator().next();
    if (first.startsWith("!")) {
      return call(first, map.get(first));
    }
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach((name, value) -> resolved.put(name, resolve(value)));
    resolved.values().removeIf(value -> value == NO_VALUE);
    return resolved;
  }

  private Object call(String function, Object argument) {
    return switch (function) {
      case "!Ref" -> reference((String) argument);
      case "!GetAtt" -> attribute((String) argument);
      case "!Sub" -> substitute(argument);
      case "!If" -> {
        List<?> arms = list(argument);
        yield resolve(arms.get(condition((String) arms.get(0)) ? 1 : 2));
      }
      case "!Join" ->
          list(resolve(list(argument).get(1))).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(text(list(argument).get(0))));
      case "!Split" -> List.of(text(list(argument).get(1)).split(text(list(argument).get(0)), -1));
      case "!Select" ->
          list(resolve(list(argument).get(1))).get(Integer.parseInt(text(list(argument).get(0))));
      case "!FindInMap" -> {
        List<?> path = list(argument);
        Map<String, Object> rows = map(section("Mappings").get(text(path.get(0))));
        yield map(rows.get(text(path.get(1)))).get(text(path.get(2)));
      }
      default -> throw new IllegalArgumentException("No function known here: " + function);
    };
  }

  private Object substitute(Object argument) {
    boolean withNames = argument instanceof List<?>;
    String pattern = (String) (withNames ? list(argument).get(0) : argument);
    Map<String, Object> names = withNames ? map(list(argument).get(1)) : Map.of();
    return REFERENCE.matcher(pattern).replaceAll(match -> literal(match, names));
  }

  private String literal(MatchResult match, Map<String, Object> names) {
    String name = match.group(1);
    Object value =
        names.containsKey(name)
            ? resolve(names.get(name))
            : name.contains(".") ? attribute(name) : reference(name);
    return Matcher.quoteReplacement(String.valueOf(value));
  }

  private Object reference(String name) {
    return switch (name) {
      case "AWS::NoValue" -> NO_VALUE;
      case "AWS::StackName" -> STACK;
      case "AWS::Region" -> "eu-central-1";
      case "AWS::AccountId" -> "123456789012";
      case "AWS::Partition" -> "aws";
      default -> section("Parameters").containsKey(name) ? parameter(name) : nameOf(name);
    };
  }

  /** What the test gives, else the default, else something that shows where it came from. */
  private String parameter(String name) {
    Object standard = map(section("Parameters").get(name)).get("Default");
    return parameters.getOrDefault(
        name, standard == null ? "given-" + name : String.valueOf(standard));
  }

  /** CloudFormation refuses a template in which something refers to what is not created. */
  private String nameOf(String id) {
    if (!exists(id)) {
      throw new IllegalStateException("Something refers to " + id + ", whose condition is false");
    }
    return String.valueOf(resource(id).get("Type")).endsWith("Alarm") ? STACK + "-" + id : id;
  }

  private String attribute(String name) {
    int dot = name.indexOf('.');
    return "arn:of:" + nameOf(name.substring(0, dot)) + ":" + name.substring(dot + 1);
  }

  private String text(Object node) {
    return String.valueOf(resolve(node));
  }

  private static List<?> list(Object node) {
    return (List<?>) node;
  }
}
