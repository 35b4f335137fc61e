package dev.understudy.cli.plan;

import dev.understudy.page.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The report as one HTML page. It has no script and makes no request. */
public final class PlanPage {
  private final Html html;

  private PlanPage(Html html) {
    this.html = html;
  }

  /**
   * The page, which is also well-formed XML.
   *
   * @param what the bucket, and the prefix if there is one
   * @param report of {@link PlanReport}
   */
  public static String of(String what, Map<String, Object> report) {
    return new PlanPage(new Html("Plan for " + what)).written(report);
  }

  private String written(Map<String, Object> report) {
    Map<String, Object> backfill = map(report, "backfill");
    Map<String, Object> month = map(report, "month");
    if (Boolean.FALSE.equals(report.get("complete"))) {
      html.warning(
          "Partial: the listing was stopped before its end. All numbers are of the keys that were"
              + " listed.");
    }
    html.cards(cards(map(report, "listed"), backfill, month));
    plots(report);
    backfill(backfill);
    html.section("A month");
    html.fields(without(month, "costs"));
    html.table(rows(month, "costs"));
    html.section("A pass of the reconciler, by its key ranges");
    html.table(rows(report, "passes"));
    if (report.containsKey("standby")) {
      html.section("Keys that differ on the standby");
      html.fields(map(report, "standby"));
    }
    html.section("Scope");
    html.fields(map(report, "scope"));
    html.section("Assumptions");
    html.note("Prices: " + value(report, "prices"));
    html.fields(map(report, "assumptions"));
    return html.end();
  }

  private void backfill(Map<String, Object> backfill) {
    html.section("Backfill");
    html.fields(without(backfill, "costs", "hours"));
    html.table(rows(backfill, "costs"));
    html.section("Hours of the backfill, by what limits it");
    html.fields(map(backfill, "hours"));
  }

  private static Map<String, Object> cards(
      Map<String, Object> listed, Map<String, Object> backfill, Map<String, Object> month) {
    Map<String, Object> cards = new LinkedHashMap<>();
    cards.put("Objects", value(listed, "keys"));
    cards.put("Bytes", value(listed, "size"));
    cards.put("Backfill, USD", value(backfill, "usd"));
    cards.put("Backfill, hours", value(map(backfill, "hours"), "longest"));
    cards.put("A month, USD", value(month, "usd"));
    return cards;
  }

  private void plots(Map<String, Object> report) {
    html.note("Bars: bytes above, keys below, each as a share of the largest row.");
    html.section("By prefix");
    html.plot(rows(report, "prefixes"));
    html.section("By size");
    html.plot(rows(report, "sizes"));
    html.section("By last change");
    html.plot(rows(report, "ages"));
    html.section("What each scope would hold");
    html.plot(rows(report, "scopeSettings"));
    html.section("What the filter holds and changes");
    html.plot(rows(report, "filter"));
    html.section("What the standby cannot hold");
    html.plot(rows(report, "refused"));
  }

  private static Object value(Map<String, Object> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  @SuppressWarnings("unchecked") // PlanReport nests only such maps.
  private static Map<String, Object> map(Map<String, Object> fields, String name) {
    return (Map<String, Object>) value(fields, name);
  }

  @SuppressWarnings("unchecked") // PlanReport nests only lists of such maps.
  private static List<Map<String, Object>> rows(Map<String, Object> fields, String name) {
    return (List<Map<String, Object>>) value(fields, name);
  }

  private static Map<String, Object> without(Map<String, Object> fields, String... names) {
    Map<String, Object> rest = new LinkedHashMap<>(fields);
    rest.keySet().removeAll(List.of(names));
    return rest;
  }
}
