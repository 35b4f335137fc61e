package dev.understudy.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes one HTML page with tables and bars. The page has no script, makes no request, and is
 * well-formed XML. Every text is escaped, and its control characters are replaced. Used by one
 * thread.
 */
public final class Html {
  private static final Pattern NUMBER =
      Pattern.compile("[\\d.,]+( s| %| of [\\d.,]+| \\([\\d.,]+ s\\))?");

  private final StringBuilder page = new StringBuilder();

  public Html(String title) {
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>%1$s</title><style>
        %2$s</style></head><body><h1 class="name">%1$s</h1>
        """
            .formatted(text(title), Resources.text(Html.class, "report.css")));
  }

  public void section(String title) {
    page.append("<h2>%s</h2>%n".formatted(text(title)));
  }

  public void note(String note) {
    page.append("<p class=\"note\">%s</p>%n".formatted(text(note)));
  }

  public void warning(String warning) {
    page.append("<p class=\"warning\">%s</p>%n".formatted(text(warning)));
  }

  /** A sentence about a success. */
  public void success(String success) {
    page.append("<p class=\"success\">%s</p>%n".formatted(text(success)));
  }

  /**
   * A plot over time, and tables of its events and values for readers who do not see it.
   *
   * @param plot with events or panels
   */
  public void timePlot(TimePlot plot) {
    page.append(
        "<figure class=\"plot wide\">%s</figure>%n"
            .formatted(TimePlotSvg.of(plot, Html::text, "seconds")));
    page.append("<details><summary>Events and values of this plot</summary>\n");
    TimePlotTables tables = new TimePlotTables(plot);
    table(tables.events());
    table(tables.values());
    page.append("</details>\n");
  }

  /** A few important values. */
  public void cards(Map<String, Object> cards) {
    page.append("<dl class=\"cards\">");
    cards.forEach(
        (name, value) ->
            page.append("<div><dt>%s</dt><dd>%s</dd></div>".formatted(text(name), text(value))));
    page.append("</dl>\n");
  }

  /** A table of names and values. */
  public void fields(Map<String, ?> fields) {
    page.append("<div class=\"wide\"><table class=\"fields\"><tbody>");
    fields.forEach(
        (name, value) ->
            page.append(
                "<tr><th scope=\"row\">%s</th>%s</tr>%n".formatted(text(name), cell(name, value))));
    page.append("</tbody></table></div>\n");
  }

  /** A table whose rows have the same columns. */
  public void table(List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      page.append("<p>none</p>\n");
      return;
    }
    String columns =
        rows.get(0).entrySet().stream()
            .map(
                cell ->
                    "<th scope=\"col\" class=\"%s\">%s</th>"
                        .formatted(style(cell.getKey(), cell.getValue()), text(cell.getKey())))
            .collect(Collectors.joining());
    page.append(
        "<div class=\"wide\"><table class=\"%s\"><thead><tr>%s</tr></thead><tbody>"
            .formatted(texts(rows.get(0)) > 1 ? "texts" : "measures", columns));
    rows.forEach(
        row ->
            page.append(
                row.entrySet().stream()
                    .map(cell -> cell(cell.getKey(), cell.getValue()))
                    .collect(Collectors.joining("", "<tr>", "</tr>\n"))));
    page.append("</tbody></table></div>\n");
  }

  private static long texts(Map<String, Object> row) {
    return row.entrySet().stream()
        .filter(cell -> !(cell.getValue() instanceof Bars))
        .filter(cell -> style(cell.getKey(), cell.getValue()).equals("name"))
        .count();
  }

  /** A table of tallies, with a bar for the bytes and one for the keys of each row. */
  public void plot(List<Map<String, Object>> rows) {
    double bytes = most(rows, "bytes");
    double keys = most(rows, "keys");
    table(
        rows.stream()
            .map(
                row -> {
                  Map<String, Object> shown = new LinkedHashMap<>(row);
                  shown.remove("bytes");
                  shown.put(
                      "share", new Bars(number(row, "bytes") / bytes, number(row, "keys") / keys));
                  return shown;
                })
            .toList());
  }

  /** At least 1, so that a share can be calculated. */
  private static double most(List<Map<String, Object>> rows, String name) {
    return rows.stream().mapToDouble(row -> number(row, name)).reduce(1, Math::max);
  }

  private static double number(Map<String, Object> row, String name) {
    return row.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  /** Two shares, 0 to 1. */
  private record Bars(double bytes, double keys) {
    String svg() {
      return String.format(
          Locale.ROOT,
          "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
              + "<rect class=\"bytes\" width=\"%.2f\" height=\"6\"/>"
              + "<rect class=\"keys\" y=\"7\" width=\"%.2f\" height=\"3\"/></svg>",
          100 * bytes,
          100 * keys);
    }
  }

  private String cell(String name, Object value) {
    String content = value instanceof Bars bars ? bars.svg() : text(value);
    return "<td class=\"%s\">%s</td>".formatted(style(name, value), content);
  }

  /** Numbers, sizes and measured values are aligned at their ends. */
  private static String style(String name, Object value) {
    boolean number = value instanceof Number || name.equals("size");
    return number || NUMBER.matcher(String.valueOf(value)).matches() ? "number" : "name";
  }

  /** A number in groups of three digits, or any other text with its markup escaped. */
  static String text(Object value) {
    if (value instanceof Long number) {
      return String.format(Locale.ROOT, "%,d", number);
    }
    return SafeText.of(String.valueOf(value))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The whole page. Nothing can be added any more. */
  public String end() {
    return page.append("</body></html>\n").toString();
  }
}
