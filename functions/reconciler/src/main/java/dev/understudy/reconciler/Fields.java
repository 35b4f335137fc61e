package dev.understudy.reconciler;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a note that an earlier run has left. One that is missing or of another type reads
 * as nothing: a note of another version is then begun anew, which costs a pass and no object.
 */
record Fields(Map<String, ?> map) {
  long number(String name) {
    return map.get(name) instanceof Number number ? number.longValue() : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(map.get(name));
  }

  Optional<String> text(String name) {
    return map.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<ObjectKey> key(String name) {
    return text(name).map(ObjectKey::new);
  }

  Optional<Instant> time(String name) {
    return text(name).map(Instant::parse);
  }

  Optional<Fields> object(String name) {
    return map.get(name) instanceof Map<?, ?> object
        ? Optional.of(new Fields(texted(object)))
        : Optional.empty();
  }

  List<String> texts(String name) {
    return JsonTree.list(map, name).orElse(List.of()).stream().map(String::valueOf).toList();
  }

  private static Map<String, ?> texted(Map<?, ?> object) {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    object.forEach((name, value) -> map.put(String.valueOf(name), value));
    return map;
  }
}
