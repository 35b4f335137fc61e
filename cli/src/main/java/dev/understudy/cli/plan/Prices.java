package dev.understudy.cli.plan;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.page.Resources;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Prices, and the measured rates that the estimate assumes. {@code prices.properties} has the
 * defaults and says what each of them means.
 *
 * @param source region and date of the prices
 * @param values by name, in the order of the names
 */
public record Prices(String source, Map<String, BigDecimal> values) {
  private static final String SOURCE = "source";

  /**
   * @param file replaces some or all of the defaults
   * @throws ConfigurationException if the file cannot be read, has an unknown name, or has a value
   *     that is no number, is negative, or is 0 where a rate is divided by it
   */
  public static Prices load(Optional<Path> file) {
    Properties defaults = defaults();
    Properties own = file.map(Prices::read).orElseGet(Properties::new);
    for (String name : own.stringPropertyNames()) {
      if (!defaults.containsKey(name)) {
        throw new ConfigurationException(
            "the file of prices has the unknown name \"%s\"; prices.properties has all names"
                .formatted(name));
      }
    }
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    for (String name : new TreeSet<>(defaults.stringPropertyNames())) {
      if (!name.equals(SOURCE)) {
        values.put(name, number(name, own.getProperty(name, defaults.getProperty(name))));
      }
    }
    String source = defaults.getProperty(SOURCE);
    return new Prices(
        file.map(path -> own.getProperty(SOURCE, path + ", otherwise " + source)).orElse(source),
        values);
  }

  /** The value with this name. */
  double of(String name) {
    return Objects.requireNonNull(values.get(name), name).doubleValue();
  }

  private static BigDecimal number(String name, String text) {
    boolean mayBeZero = name.startsWith("usd") || name.startsWith("free");
    try {
      BigDecimal value = new BigDecimal(text.strip());
      if (value.signum() > 0 || (mayBeZero && value.signum() == 0)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with the bound.
    }
    throw new ConfigurationException(
        "the price or rate %s is \"%s\" but must be a number %s"
            .formatted(name, text, mayBeZero ? "of at least 0" : "above 0"));
  }

  private static Properties defaults() {
    try {
      return properties(new StringReader(Resources.text(Prices.class, "prices.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties read(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      return properties(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("%s cannot be read as a file of prices".formatted(file));
    }
  }

  private static Properties properties(Reader text) throws IOException {
    Properties properties = new Properties();
    properties.load(text);
    return properties;
  }
}
