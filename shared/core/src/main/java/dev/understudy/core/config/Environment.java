package dev.understudy.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads environment variables by name and type. A mistake does not stop the reading: {@link
 * #verify} reports all of them together, so that an operator can fix a deployment in one step.
 * Until then a wrong value reads as its default or a placeholder. Not safe for several threads.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, String> asked = new LinkedHashMap<>();

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * The value of a required variable. An empty value counts as missing, because some deployment
   * tools cannot omit a variable.
   */
  public String required(String name) {
    return value(name, "required")
        .orElseGet(
            () -> {
              mistakes.add(name + " is missing");
              return "";
            });
  }

  public Optional<String> optional(String name) {
    return value(name, "");
  }

  /** An integer from {@code min} to {@code max}, both included. */
  public int integer(String name, int defaultValue, int min, int max) {
    return value(name, String.valueOf(defaultValue))
        .map(text -> integer(name, text, defaultValue, min, max))
        .orElse(defaultValue);
  }

  /** Whether a switch is on; off by default. */
  public boolean isOn(String name) {
    String text = value(name, "false").orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      mistakes.add("%s is \"%s\" but must be true or false".formatted(name, text));
    }
    return text.equals("true");
  }

  /** One of two words. */
  public String either(String name, String defaultValue, String other) {
    return oneOf(name, List.of(defaultValue, other));
  }

  /** One of these words; the first by default. */
  public String oneOf(String name, List<String> words) {
    String text = value(name, words.get(0)).orElse(words.get(0));
    if (words.contains(text)) {
      return text;
    }
    mistakes.add("%s is \"%s\" but must be %s".formatted(name, text, String.join(" or ", words)));
    return words.get(0);
  }

  /** A comma-separated list, without blanks around the values; empty by default. */
  public List<String> list(String name) {
    return value(name, "")
        .map(text -> Stream.of(text.split(",")).map(String::strip).filter(v -> !v.isEmpty()))
        .map(Stream::toList)
        .orElse(List.of());
  }

  /** An http or https URL without a path. */
  public Optional<URI> endpoint(String name) {
    return value(name, "").flatMap(text -> endpoint(name, text));
  }

  /**
   * An http or https URL, with or without a path. {@code none} counts as missing, because Parameter
   * Store accepts no empty value.
   */
  public Optional<URI> url(String name) {
    return value(name, "").filter(text -> !text.equals("none")).flatMap(text -> url(name, text));
  }

  private Optional<URI> url(String name, String text) {
    Optional<URI> uri =
        parse(text)
            .filter(Environment::isHttp)
            .filter(u -> u.getRawQuery() == null && u.getRawUserInfo() == null);
    if (uri.isEmpty()) {
      mistakes.add(
          "%s is \"%s\" but must look like https://host/path, without a query"
              .formatted(name, text));
    }
    return uri;
  }

  /** Adds a mistake that the caller found, for {@link #verify}. */
  public void mistake(String text) {
    mistakes.add(text);
  }

  /**
   * @throws ConfigurationException that lists every mistake found so far
   */
  public void verify() {
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(
          "The environment is not usable: %s. docs/configuration.md lists every variable."
              .formatted(String.join("; ", new LinkedHashSet<>(mistakes))));
    }
  }

  /**
   * Every variable that was read, with its default: "required" for a required variable, empty for
   * an optional one.
   */
  public Map<String, String> asked() {
    return Map.copyOf(asked);
  }

  private Optional<String> value(String name, String defaultValue) {
    asked.put(name, defaultValue);
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private int integer(String name, String text, int defaultValue, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with the bounds.
    }
    mistakes.add(
        "%s is \"%s\" but must be a whole number from %d to %d".formatted(name, text, min, max));
    return defaultValue;
  }

  private Optional<URI> endpoint(String name, String text) {
    Optional<URI> uri = parse(text).filter(Environment::isEndpoint);
    if (uri.isEmpty()) {
      mistakes.add(
          "%s is \"%s\" but must look like https://host:port, without a path"
              .formatted(name, text));
    }
    return uri;
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static boolean isEndpoint(URI uri) {
    return isHttp(uri)
        && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawUserInfo() == null;
  }

  private static boolean isHttp(URI uri) {
    return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getHost() != null;
  }
}
