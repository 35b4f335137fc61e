package dev.understudy.cli;

import dev.understudy.core.json.JsonTree;
import dev.understudy.page.Health;
import dev.understudy.page.PageState.Costs;
import dev.understudy.page.PageState.Edge;
import dev.understudy.page.PageState.Pool;
import dev.understudy.page.PageState.Queues;
import dev.understudy.page.Proof;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@link Status} as the page shows them.
 *
 * @param fields of the status; a part that cannot be read is a text with the error
 * @param probeAnswer the complete answer of the health probe
 */
record StatusView(Map<String, Object> fields, Optional<Map<String, Object>> probeAnswer) {
  /** The part of the status whose error explains each part of the page. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "health", "health",
          "queues", "queues",
          "proof", "reconciler",
          "lag", "cloudWatch",
          "costs", "costs");

  Optional<Health> health() {
    return probeAnswer.map(Health::of);
  }

  Optional<String> verdict() {
    return health().map(Health::verdict);
  }

  Optional<Queues> queues() {
    return map(fields.get("queues"))
        .map(
            depths ->
                new Queues(
                    number(depths, "changes"),
                    number(depths, "repairs"),
                    number(depths, "deadLetter")));
  }

  Optional<Proof> proof(Instant now) {
    return map(JsonTree.at(fields, "reconciler", "lastProof"))
        .flatMap(proof -> Proof.of(proof, now));
  }

  /** As the probe saw it; empty if the probe knows no public URL. */
  Optional<Edge> edge() {
    return probeAnswer
        .flatMap(answer -> map(JsonTree.at(answer, "checks", "edge")))
        .map(
            edge ->
                new Edge(
                    String.valueOf(edge.getOrDefault("url", "")),
                    String.valueOf(edge.getOrDefault("servedBy", "")),
                    Stream.of("primary", "standby").map(this::pool).toList()));
  }

  /** What the last 24 hours cost; empty if the installation is no stack. */
  Optional<Costs> costs() {
    return map(fields.get("costs"))
        .map(
            costs ->
                new Costs(
                    decimal(costs, "usdPerDay"),
                    decimal(costs, "usdPerMonth"),
                    items(costs, "items"),
                    items(costs, "saved")));
  }

  private static List<Costs.Item> items(Map<String, Object> costs, String name) {
    return costs.get(name) instanceof List<?> rows
        ? rows.stream()
            .flatMap(row -> map(row).stream())
            .map(
                row ->
                    new Costs.Item(
                        String.valueOf(row.get("item")),
                        decimal(row, "quantity"),
                        decimal(row, "usdPerDay"),
                        decimal(row, "usdPerMonth"),
                        String.valueOf(row.get("basis"))))
            .toList()
        : List.of();
  }

  private Pool pool(String name) {
    String metric = name.equals("primary") ? "PrimaryHealthy" : "StandbyHealthy";
    Object healthy = JsonTree.at(probeAnswer.orElseThrow(), "checks", name, metric);
    return new Pool(
        name,
        healthy instanceof Number number
            ? number.longValue() == 1 ? "healthy, says the probe" : "unhealthy, says the probe"
            : "unknown");
  }

  /** The names of the alarms that are on. */
  List<String> alarms() {
    return JsonTree.at(fields, "cloudWatch", "alarmsOn") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** What can be drawn over time. */
  Map<String, Double> sample() {
    Map<String, Double> values = new HashMap<>();
    queues()
        .ifPresent(
            queues -> {
              values.put("changes", (double) queues.changes());
              values.put("repairs", (double) queues.repairs());
              values.put("deadLetter", (double) queues.deadLetter());
            });
    if (JsonTree.at(fields, "health", "heartbeatLagSeconds") instanceof Number lag) {
      values.put("heartbeatLag", lag.doubleValue());
    }
    return values;
  }

  /** Why parts of the page are empty; the caller may add to it. */
  Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>();
    SOURCES.forEach(
        (part, source) -> {
          if (fields.get(source) instanceof String error) {
            notes.put(part, error);
          }
        });
    notes.put("keys", "primary / standby, at the last proof");
    notes.put("edge", "The probe knows no public URL");
    notes.put("outcomes", "See the replicator's log for the outcome of each key");
    return notes;
  }

  private static Optional<Map<String, Object>> map(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> named = new HashMap<>();
    map.forEach((name, content) -> named.put(String.valueOf(name), content));
    return Optional.of(named);
  }

  private static double decimal(Map<String, Object> map, String name) {
    return map.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static long number(Map<String, Object> map, String name) {
    return map.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
