package dev.understudy.core.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON that somebody else wrote, field by field, without trusting its shape. */
public final class JsonTree {
  private JsonTree() {}

  /** The object that this text is, or empty if it is none. The parser bounds depth and length. */
  public static Optional<Map<String, Object>> object(String text) {
    try {
      return object(JSON.std.anyFrom(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The object that this stream holds, or empty if it holds none.
   *
   * @param input not closed here
   * @throws IOException if the stream cannot be read, or is no JSON
   */
  public static Optional<Map<String, Object>> object(InputStream input) throws IOException {
    return object(JSON.std.anyFrom(input));
  }

  /** What lies at the end of this path of names, or null if the path ends before. */
  public static @Nullable Object at(@Nullable Object node, String... path) {
    Object here = node;
    for (String step : path) {
      here = here instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return here;
  }

  /**
   * The text at the end of this path.
   *
   * @throws IllegalArgumentException that names the path if there is none
   */
  public static String text(Object node, String... path) {
    if (at(node, path) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("The event has no " + String.join(".", path));
  }

  /** The list under this name, or empty if there is none. */
  public static Optional<List<?>> list(Object node, String name) {
    return at(node, name) instanceof List<?> list ? Optional.of(list) : Optional.empty();
  }

  private static Optional<Map<String, Object>> object(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((name, value) -> object.put(String.valueOf(name), value));
    return Optional.of(object);
  }
}
