package dev.understudy.lab.drill;

import dev.understudy.lab.console.Formats;
import dev.understudy.lab.drill.DrillRecord.Stage;
import dev.understudy.lab.report.PlotWindow;
import dev.understudy.page.Html;
import dev.understudy.page.TimePlot;
import dev.understudy.page.TimePlot.Colour;
import dev.understudy.page.TimePlot.Event;
import dev.understudy.page.TimePlot.Panel;
import dev.understudy.page.TimePlot.Series;
import dev.understudy.page.TimePlot.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The page about a series of drills.
 *
 * @param origins the names of all origins, in the order of failover
 * @param reads all reads so far
 * @param wrongReads the number of reads that returned a mixed object or an older version
 * @param activity panels about the stack
 */
record DrillPage(
    DrillRecord record,
    List<String> origins,
    List<Read> reads,
    int wrongReads,
    Function<PlotWindow, List<Panel>> activity) {
  /** The colours of the origins, in their order. */
  private static final List<Colour> COLOURS =
      List.of(Colour.BLUE, Colour.ORANGE, Colour.GREEN, Colour.PURPLE);

  /** The page, which is well-formed XML. */
  String of(int seed, int factor) {
    Html html = new Html("Failover drill");
    if (record.passed()) {
      html.success(DrillSeries.PASSED);
    } else {
      html.warning("At least one drill failed, or the drill was not completed.");
    }
    record.objections().forEach(html::warning);
    html.cards(cards());
    html.section("Results");
    html.note(
        "From the failure until the monitors detected it, until the edge used the next origin, and"
            + " until readers were served (RTO), with the longest RTO that the edge's settings"
            + " allow. Lost writes (RPO): acknowledged by the primary, and not on the next origin"
            + " when the primary failed, with the age of the oldest.");
    origins.stream().map(this::results).filter(rows -> !rows.isEmpty()).forEach(html::table);
    record.stages().forEach(stage -> add(stage, html));
    html.section("Settings");
    html.table(record.settings());
    html.note(
        "Every production time is divided by %d. To repeat the random choices: make drill"
                .formatted(factor)
            + (origins.size() > 2 ? " STANDBYS=" + (origins.size() - 1) : "")
            + " DRILL_FACTOR=%d DRILL_SEED=%d".formatted(factor, seed));
    return html.end();
  }

  private Map<String, Object> cards() {
    List<DrillResult> results = record.results();
    Map<String, Object> cards = new LinkedHashMap<>();
    cards.put("Result", record.passed() ? "passed" : "failed");
    cards.put("Longest RTO", longest(results, result -> result.outage().rto()));
    cards.put("Longest worst case", longest(results, DrillResult::worst));
    cards.put("Failed reads", sum(results, result -> result.outage().failed()));
    cards.put("Lost writes", sum(results, DrillResult::lostWrites));
    cards.put("Wrong reads", (long) wrongReads);
    return cards;
  }

  private static String longest(
      List<DrillResult> results, Function<DrillResult, Duration> duration) {
    return results.stream()
        .map(duration)
        .max(Comparator.naturalOrder())
        .map(DrillResult::seconds)
        .orElse("-");
  }

  private static long sum(List<DrillResult> results, ToLongFunction<DrillResult> number) {
    return results.stream().mapToLong(number).sum();
  }

  /** A row for each measured value of the origin's failures, with a column for each failure. */
  private List<Map<String, Object>> results(String origin) {
    Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    for (DrillResult result : record.results()) {
      if (result.origin().equals(origin)) {
        Map<String, Object> cells = result.cells();
        cells.remove(DrillResult.FAILURE);
        cells.put("RTO, share of worst", share(result));
        cells.forEach(
            (name, value) ->
                rows.computeIfAbsent(name, cell -> row(origin, cell))
                    .put(result.failure().words(), value));
      }
    }
    return List.copyOf(rows.values());
  }

  private static Map<String, Object> row(String origin, String name) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(Formats.origin(origin) + " ...", name);
    return row;
  }

  private static String share(DrillResult result) {
    double share = 100.0 * result.outage().rto().toNanos() / result.worst().toNanos();
    return String.format(Locale.ROOT, "%.0f %%", share);
  }

  private void add(Stage stage, Html html) {
    PlotWindow window = PlotWindow.of(stage.timeline().began(), stage.endedNanos());
    List<Event> events =
        stage.timeline().entries().stream()
            .map(entry -> new Event(window.at(entry.nanos()), entry.what(), entry.fault()))
            .toList();
    List<Panel> panels = new ArrayList<>(List.of(answers(window)));
    panels.addAll(activity.apply(window));
    html.section(stage.title());
    html.timePlot(
        new TimePlot(
            stage.title() + ": reads and messages over time, with events",
            window.seconds(),
            window.step(),
            List.of(),
            events,
            panels));
  }

  /** A read counts when it begins, as in {@link Outage}. */
  private Panel answers(PlotWindow window) {
    List<Series> answered = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      answered.add(series(origins.get(i), COLOURS.get(i), window, by(origins.get(i))));
    }
    answered.add(series("failed", Colour.RED, window, read -> !read.served()));
    return new Panel(
        "reads per second, by who answered",
        Shape.STACKED,
        DrillEnvironment.READS_PER_SECOND,
        answered);
  }

  private static Predicate<Read> by(String origin) {
    return read -> read.served() && read.by().equals(origin);
  }

  private Series series(String name, Colour colour, PlotWindow window, Predicate<Read> counted) {
    return new Series(
        name, colour, window.rates(reads.stream().filter(counted).map(Read::begunNanos).toList()));
  }
}
