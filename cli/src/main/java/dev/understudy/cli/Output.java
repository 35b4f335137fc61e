package dev.understudy.cli;

import dev.understudy.page.SafeText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Prints the result of a command: as one JSON object, or as rows and tables with the same names.
 * Has colours and a progress line on a terminal only.
 */
final class Output {
  private static final int NAME_WIDTH = 18;
  private static final String INDENT = "  ";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final Palette palette;
  private final ProgressLine progress;
  private final Terminal terminal;
  private final long began;
  private long notes;

  /**
   * @param progress of the process
   */
  Output(PrintWriter out, PrintWriter err, boolean json, Terminal terminal, ProgressLine progress) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.palette = new Palette(terminal.out());
    this.progress = progress;
    this.terminal = terminal;
    this.began = terminal.nanoTime().getAsLong();
  }

  /** Prints the result on standard output. */
  void print(Map<String, ?> result) {
    progress.clear(err);
    if (json) {
      out.println(Json.pretty(result));
    } else {
      fields(result, "");
    }
    out.flush();
  }

  /**
   * Prints a result that is lines alone, which a shell or a pager reads.
   *
   * @param result the same for JSON
   */
  void printLines(List<String> lines, Map<String, ?> result) {
    if (json) {
      print(result);
      return;
    }
    progress.clear(err);
    lines.forEach(line -> out.println(SafeText.of(line)));
    out.flush();
  }

  /**
   * Prints a note for a person on standard error, so that the result stays readable by programs.
   */
  void note(String text) {
    progress.clear(err);
    err.println(SafeText.of(text));
    err.flush();
  }

  /** Whether {@link #progress} rewrites a line, so that an estimate is worth a request. */
  boolean rewrites() {
    return terminal.rewrites();
  }

  /** Counts what a command has done, for {@link #progress}. */
  Pace pace(String done, String noun) {
    return new Pace(done, noun, terminal.nanoTime());
  }

  /** Shows how far the command is, on a terminal only. */
  void progress(Supplier<String> line) {
    progress.show(err, () -> SafeText.of(line.get()));
  }

  /**
   * Shows how far the command is: on a terminal as a line that is rewritten, elsewhere as notes.
   *
   * @param interval between two notes
   */
  void progress(Supplier<String> line, Duration interval, Supplier<String> note) {
    if (terminal.rewrites()) {
      progress(line);
    } else if (terminal.nanoTime().getAsLong() - began >= (notes + 1) * interval.toNanos()) {
      notes = (terminal.nanoTime().getAsLong() - began) / Math.max(1, interval.toNanos());
      note(note.get());
    }
  }

  private void fields(Map<?, ?> fields, String indent) {
    fields.forEach((name, value) -> field(String.valueOf(name), value, indent));
  }

  private void field(String name, Object value, String indent) {
    String label = indent + SafeText.of(name);
    if (value instanceof Map<?, ?> nested) {
      out.println(palette.heading(label));
      fields(nested, indent + INDENT);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.println(palette.heading(label));
      list(list, indent + INDENT);
    } else {
      out.println(padded(label, NAME_WIDTH) + INDENT + palette.value(text(value)));
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
      Map<String, String> header = names.stream().collect(Collectors.toMap(n -> n, n -> n));
      out.println(row(columns, header, indent, palette::heading));
      rows.forEach(row -> out.println(row(columns, row, indent, palette::value)));
    }
  }

  private static String row(
      Map<String, Integer> columns, Map<?, ?> values, String indent, UnaryOperator<String> style) {
    return columns.entrySet().stream()
        .map(
            column ->
                styled(
                    text(values.containsKey(column.getKey()) ? values.get(column.getKey()) : ""),
                    column.getValue(),
                    style))
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
    return styled(text, width, UnaryOperator.identity());
  }

  /** The style has no width. */
  private static String styled(String text, int width, UnaryOperator<String> style) {
    return style.apply(text) + " ".repeat(Math.max(0, width - text.length()));
  }
}
