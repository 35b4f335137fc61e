package dev.understudy.lab.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a definition: {@code $.field.field[0]} in the input, {@code $$.field} in the context
 * object.
 */
record Paths(Object input, Map<String, ?> context) {
  private static final Pattern PATH = Pattern.compile("\\$\\$?((?:\\.\\w+|\\[\\d+])*)");
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]");

  /**
   * @throws IllegalArgumentException if the path has a form that is not supported
   */
  Optional<Object> find(String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new IllegalArgumentException("This runner does not support the path " + path);
    }
    @Nullable Object found = path.startsWith("$$") ? context : input;
    Matcher step = STEP.matcher(parts.group(1));
    while (step.find()) {
      if (step.group(1) != null) {
        found = found instanceof Map<?, ?> map ? map.get(step.group(1)) : null;
      } else {
        int index = Integer.parseInt(step.group(2));
        found = found instanceof List<?> list && index < list.size() ? list.get(index) : null;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * A template with its paths replaced by their values.
   *
   * @throws ExecutionFailedException if a path does not exist
   */
  Object fill(Object template) {
    if (template instanceof List<?> items) {
      List<Object> filled = new ArrayList<>();
      items.forEach(item -> filled.add(fill(item)));
      return filled;
    }
    if (!(template instanceof Map<?, ?> map)) {
      return template;
    }
    Map<String, Object> filled = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (name.endsWith(".$")) {
            filled.put(name.substring(0, name.length() - 2), existing(String.valueOf(value)));
          } else {
            filled.put(name, fill(value));
          }
        });
    return filled;
  }

  Object existing(String path) {
    return find(path)
        .orElseThrow(
            () ->
                new ExecutionFailedException(
                    "States.ParameterPathFailure", "There is no %s in %s".formatted(path, input)));
  }
}
