package dev.understudy.page;

import dev.understudy.page.TimePlot.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Draws a {@link TimePlot} as SVG. Used by one thread. */
final class TimePlotSvg {
  private static final int WIDTH = 960;
  private static final int LEFT = 48;
  private static final int RIGHT = 700;
  private static final int FONT = 12;
  private static final int ROW = 18;
  private static final int PANEL = 96;
  private static final int GAP = 32;
  private static final int AXIS = 40;
  private static final int TICKS = 12;

  private final TimePlot plot;
  private final UnaryOperator<String> escape;
  private final String unit;
  private final StringBuilder svg = new StringBuilder();

  private TimePlotSvg(TimePlot plot, UnaryOperator<String> escape, String unit) {
    this.plot = plot;
    this.escape = escape;
    this.unit = unit;
  }

  /**
   * The element {@code svg}.
   *
   * @param escape makes a text safe in XML
   * @param unit of the time axis
   */
  static String of(TimePlot plot, UnaryOperator<String> escape, String unit) {
    return new TimePlotSvg(plot, escape, unit).drawn();
  }

  private String drawn() {
    List<Event> labels = labels();
    List<LabelLayout.Placed> placed =
        new LabelLayout(FONT, WIDTH)
            .place(
                labels.stream().map(label -> x(label.at())).toList(),
                labels.stream().map(Event::what).toList());
    int rows = placed.stream().mapToInt(label -> label.row() + 1).max().orElse(0);
    int top = rows * ROW;
    int bottom = top + Math.max(GAP, plot.panels().size() * (GAP + PANEL));
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, bottom + AXIS, escape.apply(plot.title()));
    grounds(top, bottom);
    for (int i = 0; i < plot.panels().size(); i++) {
      PanelSvg panel = new PanelSvg(this, plot.panels().get(i), top + i * (GAP + PANEL) + GAP);
      panel.draw();
    }
    axis(bottom);
    // Last, so that the marks are above the panels.
    for (int i = 0; i < placed.size(); i++) {
      label(placed.get(i), labels.get(i), bottom);
    }
    add("</svg>");
    return svg.toString();
  }

  /** The events, and the beginning of each phase. */
  private List<Event> labels() {
    List<Event> labels = new ArrayList<>();
    plot.phases().forEach(phase -> labels.add(new Event(phase.from(), phase.name(), false)));
    labels.addAll(plot.events());
    labels.sort(Comparator.comparingDouble(Event::at));
    return labels;
  }

  private void grounds(int top, int bottom) {
    for (int i = 1; i < plot.phases().size(); i += 2) {
      TimePlot.Phase phase = plot.phases().get(i);
      double from = x(phase.from());
      add(
          "<rect class=\"ground\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
          from, top, x(phase.to()) - from, bottom - top);
    }
  }

  private void axis(int bottom) {
    add("<path class=\"axis\" d=\"M%d %d H%d\"/>", LEFT, bottom, RIGHT);
    for (double tick : Axis.ticks(plot.seconds(), TICKS)) {
      add("<path class=\"axis\" d=\"M%.1f %d v5\"/>", x(tick), bottom);
      text(x(tick), bottom + 19, "soft middle", Axis.text(tick));
    }
    text(RIGHT + 16, bottom + 19, "soft", unit);
  }

  private void label(LabelLayout.Placed label, Event event, int bottom) {
    int y = label.row() * ROW + ROW - 5;
    String kind = event.fault() ? "fault" : "event";
    add("<path class=\"lead %s\" d=\"M%.1f %d V%d\"/>", kind, label.x(), y - 11, bottom);
    add("<g><title>%s</title>", escape.apply(event.what()));
    text(label.x() + 4, y, kind, label.text());
    add("</g>");
    String mark = event.fault() ? "M%1$.1f %2$d l6 10 h-12 z" : "M%1$.1f %2$d l4 5 l-4 5 l-4 -5 z";
    add("<path class=\"mark " + kind + "\" d=\"" + mark + "\"/>", label.x(), bottom - 5);
  }

  /** The horizontal place of a time, in pixels. */
  double x(double seconds) {
    double share = Math.max(0, Math.min(1, seconds / plot.seconds()));
    return LEFT + share * (RIGHT - LEFT);
  }

  /** Where values end and legends begin, in pixels. */
  int right() {
    return RIGHT;
  }

  int left() {
    return LEFT;
  }

  int height() {
    return PANEL;
  }

  double step() {
    return plot.step();
  }

  void text(double x, double y, String style, String text) {
    add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, escape.apply(text));
  }

  void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
