package dev.understudy.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes JSON. */
final class Json {
  private Json() {}

  /** One line. */
  static String compact(Map<String, ?> object) {
    return text(JSON.std, object);
  }

  /** Several lines, for people. */
  static String pretty(Map<String, ?> object) {
    return text(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT), object);
  }

  private static String text(JSON json, Map<String, ?> object) {
    try {
      return json.asString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
