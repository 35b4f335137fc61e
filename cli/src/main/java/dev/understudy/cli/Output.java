package dev.understudy.cli;

import dev.understudy.page.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints the result of a command: as one JSON object, or as rows and tables with the same names.
 * Plain text without colours, on a terminal and elsewhere.
 */
final class Output {
  private static final int NAME_WIDTH = 18;
  private static final String INDENT = "  ";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  Output(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Prints the result on standard output. */
  void print(Map<String, ?> result) {
    if (json) {
      out.println(Json.pretty(result));
    } else {
      fields(result, "");
    }
    out.flush();
  }

  /**
   * Prints a note for a person on standard error, so that the result stays readable by programs.
   */
  void note(String text) {
    err.println(SafeText.of(text));
    err.flush();
  }

  private void fields(Map<?, ?> fields, String indent) {
    fields.forEach((name, value) -> field(String.valueOf(name), value, indent));
  }

  private void field(String name, Object value, String indent) {
    String label = indent + SafeText.of(name);
    if (value instanceof Map<?, ?> nested) {
      out.println(label);
      fields(nested, indent + INDENT);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.println(label);
      list(list, indent + INDENT);
    } else {
      out.println(padded(label, NAME_WIDTH) + INDENT + text(value));
    }
  }

  private void list(List<?> list, String indent) {
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Object element : list) {
      if (element instanceof Map<?, ?> row) {
        rows.add(row);
      } else {
        out.println(indent + text(element));
      }
    }
    table(rows, indent);
  }

  private void table(List<Map<?, ?>> rows, String indent) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (Map<?, ?> row : rows) {
      row.forEach(
          (name, value) ->
              columns.merge(
                  String.valueOf(name),
                  Math.max(String.valueOf(name).length(), text(value).length()),
                  Math::max));
    }
    if (!columns.isEmpty()) {
      Set<String> names = new LinkedHashSet<>(columns.keySet());
      out.println(row(columns, names.stream().collect(Collectors.toMap(n -> n, n -> n)), indent));
      rows.forEach(row -> out.println(row(columns, row, indent)));
    }
  }

  private static String row(Map<String, Integer> columns, Map<?, ?> values, String indent) {
    return columns.entrySet().stream()
        .map(
            column ->
                padded(
                    text(values.containsKey(column.getKey()) ? values.get(column.getKey()) : ""),
                    column.getValue()))
        .collect(Collectors.joining(INDENT, indent, ""))
        .stripTrailing();
  }

  private static String text(Object value) {
    if (!(value instanceof List<?> list)) {
      return SafeText.of(String.valueOf(value));
    }
    return list.isEmpty()
        ? "none"
        : SafeText.of(list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
