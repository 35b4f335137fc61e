package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of {@code NAME=value} lines, as {@code make up} writes it for a shell. */
final class VariableFile {
  /** A value in single quotes may have several lines; {@code '\''} stands for a quote in it. */
  private static final Pattern VARIABLE =
      Pattern.compile("(?m)^([A-Z][A-Z0-9_]*)=(?:'((?:[^']|'\\\\'')*)'|([^\n\r]*))$");

  private VariableFile() {}

  /**
   * @throws ConfigurationException if the file cannot be read; the message quotes none of it
   */
  static Map<String, String> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be read; `make up` writes target/stack.env while the stack runs"
              .formatted(file));
    }
    Map<String, String> variables = new TreeMap<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String quoted = variable.group(2);
      variables.put(
          variable.group(1), quoted == null ? variable.group(3) : quoted.replace("'\\''", "'"));
    }
    return variables;
  }
}
