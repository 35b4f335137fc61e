package dev.understudy.cli;

import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.note.NoteFields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of an installation at one time. A part that cannot be read does not hide the others:
 * its error takes its place. Used by one thread.
 */
final class Status {
  private final Installation installation;
  private final StackMetrics metrics;
  private final Output output;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private Optional<Map<String, Object>> probeAnswer = Optional.empty();
  private boolean finding;
  private boolean unreadable;

  private Status(Installation installation, StackMetrics metrics, Output output) {
    this.installation = installation;
    this.metrics = metrics;
    this.output = output;
  }

  /**
   * Reads every part.
   *
   * @param metrics of this installation; read only if it is a deployed stack
   * @param costs of a deployed stack; empty for a local stack
   * @param output receives notes about what was left out
   */
  static Status read(
      Installation installation, StackMetrics metrics, Optional<StackCosts> costs, Output output) {
    Status status = new Status(installation, metrics, output);
    status.fields.put("at", Instant.now().toString());
    status.part("health", status::health);
    status.part("queues", status::queues);
    status.part("parked", status::parked);
    status.part("reconciler", status::reconciler);
    if (installation.stack().isPresent()) {
      status.part("cloudWatch", status::cloudWatch);
    }
    costs.ifPresent(found -> status.part("costs", found::read));
    return status;
  }

  /** What was read, by name. */
  Map<String, Object> fields() {
    return fields;
  }

  /** The complete answer of the health probe; empty if it cannot be read. */
  Optional<Map<String, Object>> probeAnswer() {
    return probeAnswer;
  }

  int exitCode() {
    return unreadable ? ExitCode.UNREACHABLE : ExitCode.finding(finding);
  }

  private void part(String name, Callable<Object> reader) {
    try {
      fields.put(name, reader.call());
    } catch (Exception e) {
      unreadable = true;
      fields.put(name, "cannot be read: " + Failures.message(e));
    }
  }

  private Object health() {
    try (Functions functions = new Functions(installation)) {
      Map<String, Object> answer =
          functions.invoke(installation.functions().healthProbe(), Map.of()).fields();
      probeAnswer = Optional.of(answer);
      finding |= !"Healthy".equals(answer.get("verdict"));
      Map<String, Object> health = new LinkedHashMap<>();
      health.put("verdict", answer.get("verdict"));
      health.put("reasons", answer.get("reasons"));
      putIfPresent(health, "heartbeatLagSeconds", answer, "checks", "heartbeat", "HeartbeatLag");
      putIfPresent(health, "clockSkewSeconds", answer, "checks", "clock", "ClockSkew");
      putIfPresent(health, "diskUsedPercent", answer, "checks", "disk", "DiskUsed");
      return health;
    }
  }

  private static void putIfPresent(
      Map<String, Object> to, String name, Map<String, Object> from, String... path) {
    @Nullable Object value = JsonTree.at(from, path);
    if (value != null) {
      to.put(name, value);
    }
  }

  private Object queues() throws IOException {
    Map<String, Object> depths = new LinkedHashMap<>();
    try (SqsDepths sqs = Clients.depths(installation)) {
      depths.put("changes", sqs.depth(installation.queues().changes()));
      depths.put("repairs", sqs.depth(installation.queues().repairs()));
      depths.put("deadLetter", sqs.depth(installation.queues().deadLetter()));
    }
    return depths;
  }

  private Object parked() {
    List<Map<String, Object>> reasons = ParkedListCommand.byReason(installation, output);
    finding |= !reasons.isEmpty();
    return reasons;
  }

  private Object reconciler() {
    Map<String, Object> state = new LinkedHashMap<>();
    try (StandbyNotes notes = new StandbyNotes(installation)) {
      NoteFields mark = notes.watermark().orElse(new NoteFields(Map.of()));
      finding |= mark.object("proof").isEmpty() || mark.object("held").isPresent();
      mark.object("proof").ifPresent(proof -> state.put("lastProof", proof(proof)));
      state.putIfAbsent("lastProof", "none");
      mark.object("pass").ifPresent(pass -> state.put("passUnderWay", pass(pass, notes)));
      mark.object("held")
          .ifPresent(held -> state.put("withheld", fields(held, "pass", "orphans", "reason")));
    }
    return state;
  }

  private static Map<String, Object> proof(NoteFields proof) {
    Map<String, Object> shown = new LinkedHashMap<>();
    proof
        .time("ended")
        .ifPresent(
            end -> shown.put("ageSeconds", Duration.between(end, Instant.now()).toSeconds()));
    shown.putAll(fields(proof, "pass", "began", "ended", "scope", "keys", "refused", "unreadable"));
    return shown;
  }

  private Map<String, Object> pass(NoteFields pass, StandbyNotes notes) {
    Map<String, Object> shown = fields(pass, "id", "began", "after");
    // The counts of the ranges are in the watermark only after they are joined.
    Optional<StandbyNotes.RangesUnderWay> ranges =
        notes.ranges(pass).filter(any -> pass.time("comparedAt").isEmpty());
    ranges.ifPresent(
        all -> shown.put("ranges", "%d of %d complete".formatted(all.complete(), all.number())));
    ToLongFunction<String> counted =
        ranges
            .<ToLongFunction<String>>map(all -> all::counted)
            .orElse(pass.object("tally").orElse(new NoteFields(Map.of()))::number);
    for (String name : List.of("keys", "missing", "stale", "orphaned", "inFlight")) {
      shown.put(name, counted.applyAsLong(name));
    }
    for (String drift : List.of("missing", "stale", "orphaned")) {
      finding |= counted.applyAsLong(drift) > 0;
    }
    return shown;
  }

  private static Map<String, Object> fields(NoteFields note, String... names) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (String name : names) {
      if (note.map().containsKey(name)) {
        shown.put(name, note.map().get(name));
      }
    }
    return shown;
  }

  private Object cloudWatch() {
    List<String> alarms = metrics.alarms().stream().map(StackMetrics.Alarm::name).toList();
    finding |= !alarms.isEmpty();
    Map<String, Object> values = metrics.lastHour();
    values.put("alarmsOn", alarms);
    return values;
  }
}
