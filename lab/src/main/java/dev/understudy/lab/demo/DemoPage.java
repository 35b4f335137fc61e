package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Difference;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.report.PlotWindow;
import dev.understudy.page.Html;
import dev.understudy.page.TimePlot;
import dev.understudy.page.TimePlot.Panel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The page about a demonstration.
 *
 * @param activity panels about the stack
 */
record DemoPage(DemoRecord record, Function<PlotWindow, List<Panel>> activity) {
  private static final int SHOWN_DIFFERENCES = 200;

  /** The page, which is well-formed XML. */
  String html() {
    Html html = new Html("Demonstration");
    if (record.passed()) {
      html.success(DemoScript.EQUAL);
    } else {
      html.warning(record.failure().orElse(DemoScript.NOT_EQUAL));
    }
    html.cards(cards());
    html.section("What the replicator did");
    html.timePlot(plot());
    html.section("Scenes");
    html.table(record.scenes().stream().map(DemoPage::row).toList());
    html.section("Comparison of both buckets");
    html.fields(record.numbers());
    record.comparison().ifPresent(result -> differences(result, html));
    return html.end();
  }

  private Map<String, Object> cards() {
    Map<String, Object> cards = new LinkedHashMap<>();
    for (String name : List.of(DemoScript.OBJECTS, DemoScript.LAG, DemoScript.DIFFERENCES)) {
      cards.put(name, record.numbers().getOrDefault(name, "-"));
    }
    return cards;
  }

  private TimePlot plot() {
    PlotWindow window = PlotWindow.of(record.began(), ended());
    return new TimePlot(
        "Outcomes, lag and messages over time, by scene",
        window.seconds(),
        window.step(),
        record.scenes().stream()
            .map(
                scene ->
                    new TimePlot.Phase(
                        window.at(scene.beganNanos()),
                        window.at(scene.endedNanos()),
                        scene.title()))
            .toList(),
        record.marks().stream()
            .map(mark -> new TimePlot.Event(window.at(mark.nanos()), mark.what(), mark.fault()))
            .toList(),
        activity.apply(window));
  }

  private long ended() {
    List<DemoRecord.Played> scenes = record.scenes();
    return scenes.isEmpty() ? record.began() : scenes.get(scenes.size() - 1).endedNanos();
  }

  private static Map<String, Object> row(DemoRecord.Played scene) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("scene", scene.title());
    row.put("took", Formats.seconds((scene.endedNanos() - scene.beganNanos()) / 1e9));
    row.put("result", scene.text());
    return row;
  }

  private static void differences(BucketComparison.Result result, Html html) {
    if (!result.differences().isEmpty()) {
      html.section("Differences");
      html.table(
          result.differences().stream().limit(SHOWN_DIFFERENCES).map(DemoPage::row).toList());
    }
  }

  private static Map<String, Object> row(Difference difference) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", difference.key());
    row.put("what", difference.what());
    row.put("primary", difference.onPrimary());
    row.put("standby", difference.onStandby());
    return row;
  }
}
