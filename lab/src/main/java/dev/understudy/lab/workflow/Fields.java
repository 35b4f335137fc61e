package dev.understudy.lab.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of an object in a definition. Every field must be read. */
final class Fields {
  private final String name;
  private final Map<?, ?> values;
  private final TreeSet<String> unread = new TreeSet<>();

  /**
   * @param name of the object, for errors
   */
  Fields(String name, @Nullable Object object) {
    if (!(object instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("%s is not an object: %s".formatted(name, object));
    }
    this.name = name;
    this.values = map;
    map.keySet().forEach(key -> unread.add(String.valueOf(key)));
    unread.remove("Comment");
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  Optional<Object> optional(String field) {
    unread.remove(field);
    return Optional.ofNullable(values.get(field));
  }

  Object required(String field) {
    return optional(field)
        .orElseThrow(() -> new IllegalArgumentException("%s has no %s".formatted(name, field)));
  }

  String text(String field) {
    if (required(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("%s of %s is not text".formatted(field, name));
  }

  int number(String field) {
    if (required(field) instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("%s of %s is not a whole number".formatted(field, name));
  }

  /** A list of objects; empty if the field is missing. */
  List<Fields> objects(String field) {
    Object list = optional(field).orElse(List.of());
    if (!(list instanceof List<?> items)) {
      throw new IllegalArgumentException("%s of %s is not a list".formatted(field, name));
    }
    return items.stream().map(item -> new Fields(name + "." + field, item)).toList();
  }

  Fields object(String field) {
    return new Fields(name + "." + field, required(field));
  }

  /**
   * @throws IllegalArgumentException that names the fields that were not read
   */
  void requireAllRead() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has %s, which this runner does not support".formatted(name, unread));
    }
  }
}
