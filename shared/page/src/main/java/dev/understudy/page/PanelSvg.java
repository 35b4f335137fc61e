package dev.understudy.page;

import dev.understudy.page.TimePlot.Panel;
import dev.understudy.page.TimePlot.Series;
import dev.understudy.page.TimePlot.Shape;
import java.util.List;
import java.util.Locale;

/** Draws one panel: its vertical axis, its series and its legend. */
final class PanelSvg {
  private static final int TICKS = 4;
  private static final int LEGEND_ROW = 17;

  private final TimePlotSvg svg;
  private final Panel panel;
  private final int top;
  private final double end;

  /**
   * @param top of the drawing area, in pixels
   */
  PanelSvg(TimePlotSvg svg, Panel panel, int top) {
    this.svg = svg;
    this.panel = panel;
    this.top = top;
    double max = Math.max(max(), panel.least());
    double step = Axis.step(max, TICKS);
    this.end = Math.ceil(max / step - 1e-9) * step;
  }

  private double max() {
    double max = 0;
    for (int i = 0; i < length(); i++) {
      double sum = 0;
      for (Series series : panel.series()) {
        double value = value(series, i);
        sum = panel.shape() == Shape.STACKED ? sum + value : Math.max(sum, value);
      }
      max = Math.max(max, sum);
    }
    return max;
  }

  private int length() {
    return panel.series().stream().mapToInt(series -> series.values().size()).max().orElse(0);
  }

  private static double value(Series series, int i) {
    List<Double> values = series.values();
    return i < values.size() && !Double.isNaN(values.get(i)) ? values.get(i) : 0;
  }

  void draw() {
    for (double tick : Axis.ticks(end, TICKS)) {
      svg.add("<path class=\"grid\" d=\"M%d %.1f H%d\"/>", svg.left(), y(tick), svg.right());
      svg.text(svg.left() - 6, y(tick) + 4, "soft end", Axis.text(tick));
    }
    double[] below = new double[length()];
    for (Series series : panel.series()) {
      String path = panel.shape() == Shape.STACKED ? columns(series, below) : line(series);
      String kind = panel.shape() == Shape.STACKED ? "fill" : "line";
      svg.add("<path class=\"%s %s\" d=\"%s\"/>", kind, series.colour().style(), path);
    }
    legend();
  }

  /** Beside the plot, so that no line crosses it. */
  private void legend() {
    svg.text(svg.right() + 16, top + 4, "unit", panel.unit());
    for (int i = 0; i < panel.series().size(); i++) {
      Series series = panel.series().get(i);
      int y = top + 4 + (i + 1) * LEGEND_ROW;
      svg.add(
          "<rect class=\"fill %s\" x=\"%d\" y=\"%d\" width=\"10\" height=\"10\"/>",
          series.colour().style(), svg.right() + 16, y - 9);
      svg.text(svg.right() + 32, y, "name", series.name());
    }
  }

  private String columns(Series series, double[] below) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.values().size(); i++) {
      double value = value(series, i);
      if (value > 0) {
        double from = svg.x(i * svg.step());
        double height = y(below[i]) - y(below[i] + value);
        double width = Math.max(0.6, svg.x((i + 1) * svg.step()) - from - 0.6);
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %.1fh%.1fv-%.1fh-%.1fz",
                from,
                y(below[i]),
                width,
                height,
                width));
        below[i] += value;
      }
    }
    return path.toString();
  }

  /** Interrupted where nothing was measured. A value between two gaps is a dot. */
  private String line(Series series) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < series.values().size(); i++) {
      double value = series.values().get(i);
      if (!Double.isNaN(value)) {
        path.append(
            String.format(
                Locale.ROOT,
                drawing ? "L%.1f %.1f" : "M%.1f %.1fh0",
                svg.x((i + 0.5) * svg.step()),
                y(value)));
      }
      drawing = !Double.isNaN(value);
    }
    return path.toString();
  }

  private double y(double value) {
    return top + svg.height() * (1 - value / end);
  }
}
