package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.TelemetryEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run, for people and for CloudWatch.
 *
 * @param verdict empty if only some checks were requested
 * @param seen the observation of each check that ran
 * @param leftOut the reason for each check that did not run
 */
record ProbeReport(
    Optional<Verdict> verdict,
    Map<CheckName, Observation> seen,
    Map<CheckName, String> leftOut,
    double seconds) {

  static ProbeReport of(
      ProbeRequest request,
      Map<CheckName, Observation> seen,
      Map<CheckName, String> leftOut,
      double seconds) {
    List<Measurement> all =
        seen.values().stream().flatMap(observation -> observation.measured().stream()).toList();
    List<String> troubles = new ArrayList<>();
    seen.forEach(
        (name, observation) ->
            observation
                .troubles()
                .forEach(trouble -> troubles.add("%s: %s".formatted(name.label(), trouble))));
    Optional<Verdict> verdict =
        request.everything() ? Optional.of(Verdict.of(all, troubles)) : Optional.empty();
    return new ProbeReport(verdict, seen, leftOut, seconds);
  }

  /** All values for CloudWatch. */
  List<Measurement> measured() {
    List<Measurement> all = new ArrayList<>();
    seen.values().forEach(observation -> all.addAll(observation.measured()));
    verdict.ifPresent(
        v -> {
          all.add(Measurement.of(Metric.VERDICT, v.severity()));
          all.add(Measurement.of(Metric.PROBE_SECONDS, seconds));
        });
    return all;
  }

  /**
   * The function's result.
   *
   * @param sent what became of the metrics, in words
   */
  Map<String, Object> toMap(String sent) {
    Map<String, Object> map = new LinkedHashMap<>();
    verdict.ifPresent(
        v -> {
          map.put("verdict", v.label());
          map.put("reasons", v.reasons());
        });
    Map<String, Object> checks = new LinkedHashMap<>();
    seen.forEach((name, observation) -> checks.put(name.label(), shown(observation)));
    map.put("checks", checks);
    Map<String, Object> left = new LinkedHashMap<>();
    leftOut.forEach((name, why) -> left.put(name.label(), why));
    map.put("leftOut", left);
    map.put("metrics", sent);
    map.put("seconds", rounded(seconds));
    return map;
  }

  private static Map<String, Object> shown(Observation observation) {
    Map<String, Object> map = new LinkedHashMap<>();
    observation.measured().forEach(m -> map.put(m.label(), rounded(m.value())));
    map.putAll(observation.details());
    if (!observation.troubles().isEmpty()) {
      map.put("trouble", observation.troubles());
    }
    return map;
  }

  private static Object rounded(double value) {
    double thousandths = Math.round(value * 1000) / 1000.0;
    return thousandths == Math.rint(thousandths) ? (Object) (long) thousandths : thousandths;
  }

  /** The run's line in the log, without metrics. */
  TelemetryEvent event(String requestId, String sent) {
    String label = verdict.map(Verdict::label).orElse("Ran some checks");
    boolean healthy = verdict.map(v -> v.severity() == 0).orElse(true);
    return (healthy ? TelemetryEvent.info(label) : TelemetryEvent.warning(label))
        .with("requestId", requestId)
        .with("reasons", verdict.map(Verdict::reasons).orElse(List.of()))
        .with("metrics", sent)
        .with("seconds", rounded(seconds));
  }
}
