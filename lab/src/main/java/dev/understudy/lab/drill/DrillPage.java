package dev.understudy.lab.drill;

import dev.understudy.lab.drill.DrillRecord.Stage;
import dev.understudy.lab.report.ActivityRecorder;
import dev.understudy.lab.report.PlotWindow;
import dev.understudy.page.Html;
import dev.understudy.page.TimePlot;
import dev.understudy.page.TimePlot.Colour;
import dev.understudy.page.TimePlot.Event;
import dev.understudy.page.TimePlot.Panel;
import dev.understudy.page.TimePlot.Series;
import dev.understudy.page.TimePlot.Shape;
import java.time.Duration;
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
 * @param activity of the stack in the meantime
 */
record DrillPage(DrillRecord record, DrillEnvironment environment, ActivityRecorder activity) {
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
        "From the failure until the monitors detected it, until the edge used the standby, and until"
            + " readers were served (RTO), with the longest RTO that the edge's settings allow."
            + " Lost writes (RPO): acknowledged by the primary, and not on the standby when it"
            + " failed, with the age of the oldest.");
    html.table(record.results().stream().map(DrillPage::row).toList());
    List<Read> reads = environment.readers().reads();
    record.stages().forEach(stage -> add(stage, reads, html));
    html.section("Settings");
    html.table(record.settings());
    html.note(
        "Every production time is divided by %d. To repeat the random choices: make drill"
                .formatted(factor)
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
    cards.put("Wrong reads", (long) environment.ledger().faults().size());
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

  private static long sum(
      List<DrillResult> results, ToLongFunction<DrillResult> number) {
    return results.stream().mapToLong(number).sum();
  }

  private static Map<String, Object> row(DrillResult result) {
    Map<String, Object> row = result.cells();
    row.put(
        "RTO of worst",
        String.format(
            Locale.ROOT,
            "%.0f %%",
            100.0 * result.outage().rto().toNanos() / result.worst().toNanos()));
    return row;
  }

  private void add(Stage stage, List<Read> reads, Html html) {
    PlotWindow window = PlotWindow.of(stage.timeline().began(), stage.endedNanos());
    List<Event> events =
        stage.timeline().entries().stream()
            .map(entry -> new Event(window.at(entry.nanos()), entry.what(), entry.fault()))
            .toList();
    html.section(stage.title());
    html.timePlot(
        new TimePlot(
            stage.title() + ": reads and messages over time, with events",
            window.seconds(),
            window.step(),
            List.of(),
            events,
            List.of(answers(window, reads), activity.backlog(window), activity.lag(window))));
  }

  /** A read counts when it begins, as in {@link Outage}. */
  private static Panel answers(PlotWindow window, List<Read> reads) {
    return new Panel(
        "reads begun per second, by who answered",
        Shape.STACKED,
        List.of(
            series("primary", Colour.BLUE, window, reads, by("primary")),
            series("standby", Colour.ORANGE, window, reads, by("standby")),
            series("failed", Colour.RED, window, reads, read -> !read.served())));
  }

  private static Predicate<Read> by(String origin) {
    return read -> read.served() && read.by().equals(origin);
  }

  private static Series series(
      String name, Colour colour, PlotWindow window, List<Read> reads, Predicate<Read> counted) {
    return new Series(
        name,
        colour,
        window.rates(reads.stream().filter(counted).map(Read::begunNanos).toList()));
  }
}
