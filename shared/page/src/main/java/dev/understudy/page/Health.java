package dev.understudy.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the health probe.
 *
 * @param verdict {@code Healthy}, {@code Degraded} or {@code Down}
 * @param reasons one sentence each, the worst first
 */
public record Health(String verdict, List<String> reasons, List<Check> checks) {
  /**
   * One check of the probe.
   *
   * @param result {@code ok}, {@code failed} or {@code left out}
   * @param detail what it measured, or why it failed or was left out
   */
  public record Check(String name, String result, String detail) {}

  /** Reads the JSON of an answer; a field that is missing reads as unknown. */
  public static Health of(Map<String, ?> answer) {
    List<Check> checks = new ArrayList<>();
    map(answer.get("checks"))
        .forEach((name, check) -> checks.add(check(String.valueOf(name), map(check))));
    map(answer.get("leftOut"))
        .forEach((name, why) -> checks.add(new Check(String.valueOf(name), "left out", text(why))));
    Object verdict = answer.get("verdict");
    return new Health(
        verdict == null ? "Unknown" : text(verdict), texts(answer.get("reasons")), checks);
  }

  private static Check check(String name, Map<?, ?> measured) {
    List<String> trouble = texts(measured.get("trouble"));
    boolean failed = !trouble.isEmpty() || measured.entrySet().stream().anyMatch(Health::isFailed);
    String detail = trouble.isEmpty() ? values(measured) : String.join("; ", trouble);
    return new Check(name, failed ? "failed" : "ok", detail);
  }

  private static String values(Map<?, ?> measured) {
    String values =
        measured.entrySet().stream()
            .filter(entry -> !List.of().equals(entry.getValue()))
            .map(entry -> text(entry.getKey()) + " " + text(entry.getValue()))
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? "nothing to measure" : values;
  }

  /** Metrics such as PrimaryHealthy and GuaranteesKept are 0 if what they name is not so. */
  private static boolean isFailed(Map.Entry<?, ?> metric) {
    String name = String.valueOf(metric.getKey());
    return (name.endsWith("Healthy") || name.endsWith("Kept"))
        && metric.getValue() instanceof Number value
        && value.doubleValue() == 0;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(Health::text).toList() : List.of();
  }

  private static String text(@Nullable Object value) {
    return SafeText.of(String.valueOf(value));
  }
}
