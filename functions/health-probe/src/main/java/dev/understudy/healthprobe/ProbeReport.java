package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.TelemetryEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run answers, for people, and what it tells CloudWatch.
 *
 * @param verdict absent where only some checks were asked for
 * @param seen by each check that was made
 * @param leftOut why a check was not made
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

  /** All that is to be sent. */
  List<Measurement> measured() {
    List<Measurement> all = new ArrayList<>();
    seen.values().forEach(observation -> all.addAll(observation.measured()));
    verdict.ifPresent(
        given -> {
          all.add(Measurement.of(Metric.VERDICT, given.severity()));
          all.add(Measurement.of(Metric.PROBE_SECONDS, seconds));
        });
    return all;
  }

  /**
   * The answer.
   *
   * @param sent whether CloudWatch has the metrics, in words
   */
  Map<String, Object> toMap(String sent) {
    Map<String, Object> map = new LinkedHashMap<>();
    verdict.ifPresent(
        given -> {
          map.put("verdict", given.label());
          map.put("reasons", given.reasons());
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

  /** The run's line in the log; the metrics travel by themselves. */
  TelemetryEvent signal(String requestId, String sent) {
    String label = verdict.map(Verdict::label).orElse("Looked at some");
    boolean well = verdict.map(given -> given.severity() == 0).orElse(true);
    return (well ? TelemetryEvent.info(label) : TelemetryEvent.warning(label))
        .with("requestId", requestId)
        .with("reasons", verdict.map(Verdict::reasons).orElse(List.of()))
        .with("metrics", sent)
        .with("seconds", rounded(seconds));
  }
}
