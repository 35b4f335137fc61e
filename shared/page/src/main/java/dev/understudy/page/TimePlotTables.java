package dev.understudy.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a plot as rows of tables.
 *
 * @param plot whose series have different names
 */
record TimePlotTables(TimePlot plot) {
  /** One row for each phase and event, in the order of time. */
  List<Map<String, Object>> events() {
    List<TimePlot.Event> all = new ArrayList<>(plot.events());
    plot.phases().forEach(phase -> all.add(new TimePlot.Event(phase.from(), phase.name(), false)));
    all.sort(Comparator.comparingDouble(TimePlot.Event::at));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TimePlot.Event event : all) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("at", Axis.text(event.at()) + " s");
      row.put("event", event.what());
      rows.add(row);
    }
    return rows;
  }

  /** One row for each step. */
  List<Map<String, Object>> values() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i * plot.step() < plot.seconds(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("from", Axis.text(i * plot.step()) + " s");
      for (TimePlot.Panel panel : plot.panels()) {
        for (TimePlot.Series series : panel.series()) {
          double value = i < series.values().size() ? series.values().get(i) : Double.NaN;
          row.put("%s, %s".formatted(series.name(), panel.unit()), Axis.text(value));
        }
      }
      rows.add(row);
    }
    return rows;
  }
}
