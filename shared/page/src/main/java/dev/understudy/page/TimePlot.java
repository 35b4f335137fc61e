package dev.understudy.page;

import java.util.List;
import java.util.Locale;

/**
 * What a plot over time shows: panels with one time axis, and events above them. All times are
 * seconds after the beginning of the plot.
 *
 * @param title says what is plotted, also to a screen reader
 * @param seconds the length of the plot, above 0
 * @param step the seconds that one value of a series covers, above 0
 * @param phases in their order; the panels have a darker ground in every second one
 * @param events in any order
 */
public record TimePlot(
    String title,
    double seconds,
    double step,
    List<Phase> phases,
    List<Event> events,
    List<Panel> panels) {
  private static final int MAX_VALUES = 130;
  private static final double MIN_STEP = 0.25;

  public TimePlot {
    phases = List.copyOf(phases);
    events = List.copyOf(events);
    panels = List.copyOf(panels);
  }

  /** The step with which a plot of this length has at most 130 values, and at least 0.25 s. */
  public static double stepOf(double seconds) {
    return Math.max(MIN_STEP, Axis.step(seconds, MAX_VALUES));
  }

  /** A part of the time, whose name is shown at its beginning. */
  public record Phase(double from, double to, String name) {}

  /**
   * What happened at one time.
   *
   * @param fault whether it was a failure, which has a mark of another colour and shape
   */
  public record Event(double at, String what, boolean fault) {}

  /** How the series of a panel are drawn. */
  public enum Shape {
    /** Columns on top of each other, the first series at the bottom. */
    STACKED,
    /** Lines. */
    LINES
  }

  /**
   * One plot of the page.
   *
   * @param unit what the vertical axis counts, such as "reads per second"
   * @param least what the axis reaches at least, above 0
   */
  public record Panel(String unit, Shape shape, double least, List<Series> series) {
    public Panel {
      series = List.copyOf(series);
    }
  }

  /**
   * Values of one kind.
   *
   * @param values one for each step; NaN where nothing was measured
   */
  public record Series(String name, Colour colour, List<Double> values) {
    public Series {
      values = List.copyOf(values);
    }
  }

  /** Colours that remain distinct for colour-blind readers, in light and in dark. */
  public enum Colour {
    BLUE,
    ORANGE,
    GREEN,
    PURPLE,
    SKY,
    RED;

    /** The class in report.css. */
    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
