package dev.understudy.core.note;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a note that an earlier run or version has written. A field that is missing or has
 * another type reads as empty or 0: the work that the note describes then starts again.
 */
public record NoteFields(Map<String, ?> map) {
  public long number(String name) {
    return map.get(name) instanceof Number number ? number.longValue() : 0;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(map.get(name));
  }

  public Optional<String> text(String name) {
    return map.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public Optional<ObjectKey> key(String name) {
    return text(name).map(ObjectKey::new);
  }

  public Optional<Instant> time(String name) {
    return text(name).map(Instant::parse);
  }

  public Optional<NoteFields> object(String name) {
    return map.get(name) instanceof Map<?, ?> object
        ? Optional.of(new NoteFields(texted(object)))
        : Optional.empty();
  }

  public List<String> texts(String name) {
    return JsonTree.list(map, name).orElse(List.of()).stream().map(String::valueOf).toList();
  }

  /** The numbers of a list; other elements read as 0. */
  public List<Long> numbers(String name) {
    return JsonTree.list(map, name).orElse(List.of()).stream()
        .map(element -> element instanceof Number number ? number.longValue() : 0L)
        .toList();
  }

  private static Map<String, ?> texted(Map<?, ?> object) {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    object.forEach((name, value) -> map.put(String.valueOf(name), value));
    return map;
  }
}
