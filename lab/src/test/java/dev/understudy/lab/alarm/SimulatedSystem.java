package dev.understudy.lab.alarm;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.lab.metric.Datum;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.MetricValues;
import dev.understudy.lab.stack.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One minute of an installation, as its metrics show it. Everything is well unless a test says
 * otherwise.
 */
final class SimulatedSystem {
  static final String BUCKET = "primary";
  static final String CHANGES = "understudy-changes";
  static final String DEAD_LETTERS = "understudy-dead-letter";

  private static final String REPLICATOR = ResolvedTemplate.STACK + "-replicator";

  private final Map<String, Double> probe = new LinkedHashMap<>(healthy());
  private final Map<String, Double> days = new LinkedHashMap<>(certificates());
  private final Map<MetricId, Double> aws = new LinkedHashMap<>();
  private final List<Datum> also = new ArrayList<>();
  private final RecordedMetrics metrics;
  private List<Datum> replicated;
  private List<Datum> run;
  private List<Datum> logs;

  /**
   * @param metrics the metrics that the functions log in each situation
   */
  SimulatedSystem(RecordedMetrics metrics) {
    this.metrics = metrics;
    this.replicated = metrics.copied();
    this.run = metrics.equal();
    this.logs = metrics.learned();
    changesWait(0, 0);
    parked(0);
  }

  /** What the probe sends each minute, by the names of docs/metrics.md; but for DaysToExpiry. */
  static Map<String, Double> healthy() {
    Map<String, Double> values = new LinkedHashMap<>();
    Set.of("PrimaryHealthy", "StandbyHealthy", "EdgeHealthy", "GuaranteesKept", "NotificationKept")
        .forEach(name -> values.put(name, 1.0));
    Set.of("ServedByStandby", "ChangesWaiting", "RepairsWaiting", "ParkedWaiting")
        .forEach(name -> values.put(name, 0.0));
    Set.of("ForeignWrites", "Verdict").forEach(name -> values.put(name, 0.0));
    values.put("HeartbeatLag", 20.0);
    values.put("ClockSkew", 0.4);
    values.put("DiskUsed", 41.0);
    values.put("ProbeSeconds", 1.5);
    return values;
  }

  private static Map<String, Double> certificates() {
    return Map.ofEntries(
        Map.entry("primary", 200.0),
        Map.entry("standby", 700.0),
        Map.entry("functions-client", 700.0),
        Map.entry("standby-origin", 80.0),
        Map.entry("edge-listener", 5400.0),
        Map.entry("edge-client", 1000.0),
        Map.entry("edge", 80.0));
  }

  /** The probe sends this. */
  SimulatedSystem probed(String name, double value) {
    if (probe.replace(name, value) == null) {
      throw new IllegalArgumentException("The probe measures no " + name);
    }
    return this;
  }

  /** The probe cannot observe these. */
  SimulatedSystem unobserved(String... names) {
    probe.keySet().removeAll(List.of(names));
    return this;
  }

  /** The probe does not run. */
  SimulatedSystem withoutProbe() {
    probe.clear();
    days.clear();
    return this;
  }

  SimulatedSystem expiresIn(String endpoint, double left) {
    days.put(endpoint, left);
    return this;
  }

  /** No certificate of these endpoints can be seen. */
  SimulatedSystem unseen(String... endpoints) {
    days.keySet().removeAll(List.of(endpoints));
    return this;
  }

  /** The standby does not answer. */
  SimulatedSystem standbyDown() {
    return probed("StandbyHealthy", 0)
        .probed("Verdict", 1)
        .unobserved("HeartbeatLag", "GuaranteesKept", "ClockSkew", "DiskUsed", "ForeignWrites")
        .unseen("standby", "standby-origin", "edge-listener", "edge-client")
        .unreplicated()
        .withoutRun();
  }

  /** The primary does not answer, and the last heartbeat is that many seconds old. */
  SimulatedSystem primaryDown(double since) {
    return probed("PrimaryHealthy", 0)
        .probed("HeartbeatLag", since)
        .probed("ServedByStandby", 1)
        .probed("Verdict", 1)
        .unobserved("ClockSkew", "NotificationKept")
        .unseen("primary")
        .unreplicated()
        .withoutRun()
        .withoutLogs();
  }

  /** What SQS tells of the changes queue. */
  SimulatedSystem changesWait(double visible, double oldestSeconds) {
    aws.put(sqs("ApproximateNumberOfMessagesVisible", CHANGES), visible);
    aws.put(sqs("ApproximateAgeOfOldestMessage", CHANGES), oldestSeconds);
    return this;
  }

  /** What SQS tells of the dead-letter queue. */
  SimulatedSystem parked(double messages) {
    aws.put(sqs("ApproximateNumberOfMessagesVisible", DEAD_LETTERS), messages);
    return this;
  }

  /** SQS tells nothing of queues that have been idle for hours. */
  SimulatedSystem idleQueues() {
    aws.keySet().removeIf(metric -> metric.namespace().equals("AWS/SQS"));
    return this;
  }

  /** What Lambda tells of the replicator. */
  SimulatedSystem lambda(String name, double value) {
    aws.put(new MetricId("AWS/Lambda", name, Map.of("FunctionName", REPLICATOR)), value);
    return this;
  }

  /** What Step Functions tells of the passes over key ranges. */
  SimulatedSystem failedPasses(double number) {
    aws.put(
        new MetricId(
            "AWS/States", "ExecutionsFailed", Map.of("StateMachineArn", "ReconcilerStateMachine")),
        number);
    return this;
  }

  /** A function tells this too. */
  SimulatedSystem tells(String name, double value) {
    also.add(datum(understudy(name, Map.of()), value, Instant.EPOCH));
    return this;
  }

  /** The replicator reaches one of the stores not. */
  SimulatedSystem unreplicated() {
    replicated = metrics.unavailable();
    return this;
  }

  /** No hint reaches the replicator, so it tells nothing. */
  SimulatedSystem withoutHints() {
    replicated = List.of();
    return this;
  }

  /** An invalid message is parked in this minute. */
  SimulatedSystem poisoned() {
    also.addAll(metrics.parked());
    return this;
  }

  /** If its hour is in this minute, the reconciler finds a replica missing. */
  SimulatedSystem drifted() {
    run = metrics.drift();
    return this;
  }

  /** If its hour is in this minute, the reconciler holds deletions back. */
  SimulatedSystem braked() {
    run = metrics.braked();
    return this;
  }

  /** The reconciler tells nothing: it cannot even begin. */
  SimulatedSystem withoutRun() {
    run = List.of();
    return this;
  }

  /** If its hour is in this minute, the reconciler's proof is this old. */
  SimulatedSystem proved(Duration ago) {
    run = with(run, "ProofAgeSeconds", ago);
    return this;
  }

  /** If its hour is in this minute, the newest access log is this old. */
  SimulatedSystem logged(Duration ago) {
    logs = with(logs, "HotLogAgeSeconds", ago);
    return this;
  }

  /** The access logs cannot be read. */
  SimulatedSystem withoutLogs() {
    logs = List.of();
    return this;
  }

  private static List<Datum> with(List<Datum> data, String name, Duration value) {
    return data.stream()
        .map(
            datum ->
                datum.metric().name().equals(name)
                    ? datum(datum.metric(), (double) value.toSeconds(), datum.time())
                    : datum)
        .toList();
  }

  /** All that is measured. */
  List<Datum> data(Instant time, boolean reconciles) {
    List<Datum> data = new ArrayList<>();
    probe.forEach((name, value) -> data.add(datum(understudy(name, Map.of()), value, time)));
    days.forEach(
        (endpoint, left) ->
            data.add(datum(understudy("DaysToExpiry", Map.of("Endpoint", endpoint)), left, time)));
    aws.forEach((metric, value) -> data.add(datum(metric, value, time)));
    also.forEach(datum -> data.add(at(time, datum)));
    replicated.forEach(datum -> data.add(at(time, datum)));
    if (reconciles) {
      run.forEach(datum -> data.add(at(time, datum)));
      logs.forEach(datum -> data.add(at(time, datum)));
    }
    return data;
  }

  private static Datum at(Instant time, Datum datum) {
    return new Datum(datum.metric(), datum.measurement(), datum.unit(), time);
  }

  private static Datum datum(MetricId metric, double value, Instant time) {
    return new Datum(metric, MetricValues.Values.of(value), "None", time);
  }

  private static MetricId understudy(String name, Map<String, String> more) {
    Map<String, String> dimensions = new LinkedHashMap<>(more);
    dimensions.put(Telemetry.DIMENSION, BUCKET);
    return new MetricId(Telemetry.NAMESPACE, name, dimensions);
  }

  private static MetricId sqs(String name, String queue) {
    return new MetricId("AWS/SQS", name, Map.of("QueueName", queue));
  }
}
