package dev.understudy.cli.failback;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param complete whether the run reached the end
 * @param keys the number of keys by verdict
 * @param bytes of the objects that were copied, or would be
 * @param rows the first {@value #MAX_ROWS} changes; the report of a run that writes has all of them
 */
public record FailbackResult(
    boolean complete, Map<Verdict, Long> keys, long bytes, List<Map<String, Object>> rows) {
  private static final int MAX_ROWS = 100;

  /** Whether a writer's change may be missing on the primary. */
  public boolean isLeft() {
    return !complete || keys.keySet().stream().anyMatch(Verdict::isLeft);
  }

  /** The result as a command prints it. */
  public Map<String, Object> fields() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("complete", complete);
    Map<String, Object> counts = new LinkedHashMap<>();
    keys.forEach((verdict, count) -> counts.put(verdict.label(), count));
    shown.put("keys", counts);
    shown.put("bytes", bytes);
    shown.put("changes", rows);
    return shown;
  }

  /** The counts of a run. */
  static final class Tally {
    private final Map<Verdict, Long> keys = new EnumMap<>(Verdict.class);
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private long bytes;

    void count(Verdict verdict) {
      keys.merge(verdict, 1L, Long::sum);
    }

    void add(KeyState state) {
      count(state.verdict());
      if (state.verdict() == Verdict.COPY || state.verdict() == Verdict.COPIED) {
        bytes += state.bytes();
      }
      if (state.verdict().isShown() && rows.size() < MAX_ROWS) {
        rows.add(state.row());
      }
    }

    String line() {
      return "compared: " + new FailbackResult(false, keys, bytes, List.of()).fields().get("keys");
    }

    FailbackResult result(boolean complete) {
      return new FailbackResult(complete, keys, bytes, rows);
    }
  }
}
