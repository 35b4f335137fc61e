package dev.understudy.cli.plan;

import java.util.List;
import java.util.Locale;

/** The hours of a pass over ten million to ten billion keys as SVG, on two logarithmic axes. */
final class ScalePlot {
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int RIGHT = 560;
  private static final int BOTTOM = 400;
  private static final double MIN_KEYS = 7;
  private static final double MAX_KEYS = 10;
  private static final double MIN_HOURS = -3;
  private static final double MAX_HOURS = 5;
  private static final int STEPS = 60;

  private static final List<Line> LINES =
      List.of(
          new Line(1, 2, "#d55e00", "none", 0),
          new Line(4, 2, "#0072b2", "none", -6),
          new Line(16, 16, "#009e73", "8 3", 0),
          new Line(64, 16, "#a8558a", "3 3", 8));

  private final StringBuilder svg = new StringBuilder();

  private ScalePlot() {}

  /**
   * A line of the plot.
   *
   * @param shift of its name, in pixels
   */
  private record Line(int ranges, int vcpus, String colour, String dashes, int shift) {}

  /** A whole file. */
  static String svg() {
    ScalePlot plot = new ScalePlot();
    plot.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 450\" role=\"img\""
            + " font-family=\"system-ui, sans-serif\" font-size=\"13\">");
    plot.add("<title>Hours of a pass, by the number of keys and of key ranges</title>");
    plot.add("<rect width=\"760\" height=\"450\" fill=\"#ffffff\"/>");
    plot.axes();
    LINES.forEach(plot::line);
    plot.add("</svg>");
    return plot.svg.toString();
  }

  private void axes() {
    text(LEFT, TOP - 18, "start", "hours of a pass");
    for (int power = (int) MIN_HOURS; power <= MAX_HOURS; power++) {
      grid(LEFT, y(power), RIGHT, y(power));
      text(
          LEFT - 8,
          y(power) + 4,
          "end",
          power < 0 ? "0." + "0".repeat(-power - 1) + 1 : count(power));
    }
    for (int power = (int) MIN_KEYS; power <= MAX_KEYS; power++) {
      grid(x(power), TOP, x(power), BOTTOM);
      text(x(power), BOTTOM + 20, "middle", count(power));
    }
    text(RIGHT, BOTTOM + 40, "end", "keys");
    double day = y(Math.log10(24));
    add("<path d=\"M%d %.1f H%d\" stroke=\"#5b6673\" stroke-dasharray=\"1 4\"/>", LEFT, day, RIGHT);
    text(LEFT + 6, day - 5, "start", "a day");
  }

  private void line(Line line) {
    PassModel model = ScaleTables.model(line.vcpus());
    StringBuilder path = new StringBuilder();
    double end = 0;
    for (int i = 0; i <= STEPS; i++) {
      double keys = MIN_KEYS + (MAX_KEYS - MIN_KEYS) * i / STEPS;
      double hours = model.pass(Math.round(Math.pow(10, keys)), line.ranges()).hours();
      end = y(Math.log10(hours));
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : " L", x(keys), end));
    }
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-dasharray=\"%s\"/>",
        path, line.colour(), line.dashes());
    text(
        RIGHT + 8,
        end + 4 + line.shift(),
        "start",
        "%d %s, %d vCPUs"
            .formatted(line.ranges(), line.ranges() == 1 ? "range" : "ranges", line.vcpus()));
  }

  private void grid(double x, double y, double toX, double toY) {
    add("<path d=\"M%.1f %.1f L%.1f %.1f\" stroke=\"#d5dbe1\"/>", x, y, toX, toY);
  }

  private void text(double x, double y, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#1d2733\">%s</text>",
        x, y, anchor, text);
  }

  private static String count(int power) {
    return String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, power)));
  }

  private static double x(double keys) {
    return LEFT + (keys - MIN_KEYS) / (MAX_KEYS - MIN_KEYS) * (RIGHT - LEFT);
  }

  private static double y(double hours) {
    return BOTTOM - (hours - MIN_HOURS) / (MAX_HOURS - MIN_HOURS) * (BOTTOM - TOP);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
