package dev.understudy.lab.report;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.TimePlot.Colour;
import dev.understudy.page.TimePlot.Panel;
import dev.understudy.page.TimePlot.Series;
import dev.understudy.page.TimePlot.Shape;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Samples what a stack does, four times a second, and makes panels of it. Close it before the
 * stack. The panels remain available.
 */
public final class ActivityRecorder implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(ActivityRecorder.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final double MIN_RATE = 10;
  private static final double MIN_MESSAGES = 4;
  private static final String BACKLOG = "backlog";
  private static final String LAG_SUM = "lag, sum";
  private static final String LAG_COUNT = "lag, count";

  private static final List<Kind> KINDS =
      List.of(
          new Kind("copied", Colour.BLUE, Metric.COPIED),
          new Kind("relabeled", Colour.SKY, Metric.RELABELED),
          new Kind("deleted", Colour.PURPLE, Metric.DELETED),
          new Kind("in sync", Colour.GREEN, Metric.IN_SYNC),
          new Kind("refused or parked", Colour.ORANGE, Metric.REFUSED, Metric.PARKED),
          new Kind(
              "to be repeated",
              Colour.RED,
              Metric.UNAVAILABLE,
              Metric.IN_DOUBT,
              Metric.RESTLESS,
              Metric.CONTINUED,
              Metric.IN_PROGRESS,
              Metric.OUT_OF_TIME,
              Metric.CORRUPT));

  /** Outcomes that are one series. */
  private record Kind(String title, Colour colour, List<Metric> metrics) {
    Kind(String title, Colour colour, Metric... metrics) {
      this(title, colour, List.of(metrics));
    }

    double count(Stack stack) {
      return metrics.stream().mapToDouble(metric -> stack.metric(metric.label()).count()).sum();
    }
  }

  private final Stack stack;
  private final String prefix;
  private final Samples samples = new Samples();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread sampler = new Thread(task, "activity");
            sampler.setDaemon(true);
            return sampler;
          });

  private ActivityRecorder(Stack stack, String prefix) {
    this.stack = stack;
    this.prefix = prefix;
  }

  /** Begins to sample. */
  public static ActivityRecorder start(Stack stack) {
    return start(stack, "");
  }

  /**
   * Begins to sample.
   *
   * @param prefix what the title of each panel begins with, to tell standbys apart
   */
  public static ActivityRecorder start(Stack stack, String prefix) {
    ActivityRecorder recorder = new ActivityRecorder(stack, prefix);
    recorder.sample();
    var unused =
        recorder.thread.scheduleWithFixedDelay(
            recorder::sample, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return recorder;
  }

  /** A sample that fails leaves a gap. */
  private void sample() {
    try {
      Map<String, Double> values = new HashMap<>();
      for (Kind kind : KINDS) {
        values.put(kind.title(), kind.count(stack));
      }
      var lag = stack.metric(Metric.LAG.label());
      values.put(LAG_SUM, lag.sum());
      values.put(LAG_COUNT, lag.count());
      values.put(BACKLOG, (double) stack.backlog().total());
      samples.add(System.nanoTime(), values);
    } catch (RuntimeException e) {
      LOGGER.debug("The activity cannot be sampled", e);
    }
  }

  /** The outcomes of the replicator in each second, by kind. */
  public Panel outcomes(PlotWindow window) {
    return new Panel(
        prefix + "outcomes per second",
        Shape.STACKED,
        MIN_RATE,
        KINDS.stream()
            .map(
                kind ->
                    new Series(kind.title(), kind.colour(), samples.rates(window, kind.title())))
            .toList());
  }

  /** The mean lag of the objects that were confirmed in each step. */
  public Panel lag(PlotWindow window) {
    return line("seconds of lag", 1, "mean lag", samples.means(window, LAG_SUM, LAG_COUNT));
  }

  /** The messages in the queues of changes and repairs. */
  public Panel backlog(PlotWindow window) {
    return line("messages", MIN_MESSAGES, "not yet replicated", samples.values(window, BACKLOG));
  }

  private Panel line(String unit, double least, String name, List<Double> values) {
    return new Panel(
        prefix + unit, Shape.LINES, least, List.of(new Series(name, Colour.BLUE, values)));
  }

  /** Takes a last sample. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (thread.awaitTermination(INTERVAL.toMillis() * 8, TimeUnit.MILLISECONDS)) {
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
