package dev.understudy.core.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads untrusted JSON, field by field. */
public final class JsonTree {
  private JsonTree() {}

  /**
   * The JSON object in this text, or empty if there is none. The parser limits depth and length.
   */
  public static Optional<Map<String, Object>> object(String text) {
    try {
      return object(JSON.std.anyFrom(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The JSON object in this stream, or empty if there is none.
   *
   * @param input not closed here
   * @throws IOException if the stream cannot be read or is not JSON
   */
  public static Optional<Map<String, Object>> object(InputStream input) throws IOException {
    return object(JSON.std.anyFrom(input));
  }

  /** The value at this path of names, or null if the path does not exist. */
  public static @Nullable Object at(@Nullable Object node, String... path) {
    Object current = node;
    for (String step : path) {
      current = current instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return current;
  }

  /**
   * The text at this path.
   *
   * @throws IllegalArgumentException that names the path, if there is no text
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
