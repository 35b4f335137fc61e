package dev.understudy.cli.failback;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which side a person takes for each conflict. A key without a decision stays in conflict. */
public final class Decisions {
  private final Map<String, Side> sides = new HashMap<>();

  /** The side whose state both sides shall have. */
  public enum Side {
    STANDBY,
    PRIMARY
  }

  /** Takes a side for a key. */
  public void add(String key, Side side) {
    sides.put(key, side);
  }

  /**
   * Adds the decisions of a file of JSON lines with {@code key} and {@code take}, which is {@code
   * standby} or {@code primary}.
   *
   * @throws ConfigurationException that names the first wrong line
   */
  public void addAll(Path file) {
    try (var lines = Files.lines(file)) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(
              line -> {
                Map<String, Object> fields = JsonTree.object(line).orElse(Map.of());
                add(key(fields, line), side(fields, line));
              });
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigurationException("--decisions %s cannot be read".formatted(file));
    }
  }

  private static String key(Map<String, Object> fields, String line) {
    if (fields.get("key") instanceof String key) {
      return key;
    }
    throw wrong(line);
  }

  private static Side side(Map<String, Object> fields, String line) {
    for (Side side : Side.values()) {
      if (side.name().toLowerCase(Locale.ROOT).equals(fields.get("take"))) {
        return side;
      }
    }
    throw wrong(line);
  }

  private static ConfigurationException wrong(String line) {
    return new ConfigurationException(
        "a decision must look like {\"key\":\"a.html\",\"take\":\"standby\"}, with take standby or"
            + " primary, but is "
            + line);
  }

  Optional<Side> of(ObjectKey key) {
    return Optional.ofNullable(sides.get(key.value()));
  }
}
