package dev.understudy.page;

/** A {@link TimePlot} as an SVG file of its own, which a document can show as an image. */
public final class PlotImage {
  private static final String FILE =
      """
      <svg xmlns="http://www.w3.org/2000/svg"%s
      <style>%s
      svg { width: 960px; height: auto; font: 12px system-ui, sans-serif;
        background: var(--page); }</style>
      <g class="plot">%s</g></svg>
      """;

  private static final String END = "</svg>";

  private PlotImage() {}

  /**
   * The file's content.
   *
   * @param unit of the time axis, such as days
   */
  public static String of(TimePlot plot, String unit) {
    String svg = TimePlotSvg.of(plot, Html::text, unit);
    int content = svg.indexOf('>') + 1;
    return FILE.formatted(
        svg.substring("<svg".length(), content),
        Resources.text(PlotImage.class, "report.css"),
        svg.substring(content, svg.length() - END.length()));
  }
}
