package dev.understudy.cli.plan;

import dev.understudy.core.config.Limits;
import dev.understudy.core.object.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result of a survey as fields, for tables, JSON and the page. */
public final class PlanReport {
  private PlanReport() {}

  /**
   * @param limits of the replicator that copies a backfill
   * @param complete whether the listing was read to its end
   * @param standby whether the standby was listed, too
   * @param changesPerDay changes of objects; 0 for the standing cost only
   */
  public static Map<String, Object> of(
      Survey survey,
      Scope scope,
      Prices prices,
      Limits limits,
      boolean complete,
      boolean standby,
      long changesPerDay) {
    Estimate estimate = new Estimate(survey.workload(), prices, limits);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("complete", complete);
    report.put("listed", survey.listed().fields());
    report.put("scope", scope(scope));
    if (standby) {
      report.put("standby", standby(survey));
    }
    report.put("backfill", estimate.backfill());
    report.put("month", estimate.month(changesPerDay));
    report.put("passes", estimate.passRows());
    report.put("scopeSettings", survey.scopeRows());
    report.put("filter", survey.changeRows());
    report.put("refused", survey.refusedRows());
    report.put("prefixes", survey.prefixRows());
    report.put("sizes", survey.classes().sizeRows());
    report.put("ages", survey.classes().ageRows());
    report.put("prices", prices.source());
    report.put("assumptions", prices.values());
    return report;
  }

  private static Map<String, Object> scope(Scope scope) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prefixes", scope.prefixes().isEmpty() ? "all" : scope.prefixes());
    fields.put("maxAgeDays", scope.maxAge().<Object>map(age -> age.toDays()).orElse("any"));
    fields.put("filter", scope.filter().digest());
    fields.put("hotDays", scope.hot().<Object>map(hot -> hot.days()).orElse("any"));
    fields.put("evict", scope.filter().evicts());
    if (scope.readsTags()) {
      fields.put("tags", "ignored here, because no listing shows them");
    }
    return fields;
  }

  private static Map<String, Object> standby(Survey survey) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("missing", survey.missing().keys());
    fields.put("stale", survey.stale().keys());
    fields.put("orphaned", survey.orphaned());
    return fields;
  }
}
