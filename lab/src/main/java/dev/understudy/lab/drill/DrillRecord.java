package dev.understudy.lab.drill;

import dev.understudy.lab.console.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a series of drills has done and measured so far, for its page. Used by one thread. */
final class DrillRecord {
  private final Terminal terminal;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Map<String, Object>> settings = new ArrayList<>();
  private final List<DrillResult> results = new ArrayList<>();
  private final List<String> objections = new ArrayList<>();
  private boolean complete;

  /**
   * @param terminal prints the title and the timeline of each stage
   */
  DrillRecord(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * A failover or the promotion.
   *
   * @param endedNanos {@link System#nanoTime}
   */
  record Stage(String title, Timeline timeline, long endedNanos) {}

  /** What happens in a stage. */
  @FunctionalInterface
  interface Step<T> {
    T run(Timeline timeline) throws InterruptedException;
  }

  /** Runs a stage. An exception becomes an objection, and is thrown on. */
  <T> T stage(String title, Step<T> step) throws InterruptedException {
    terminal.line("");
    terminal.line(title);
    Timeline timeline = new Timeline(terminal);
    try {
      return step.run(timeline);
    } catch (RuntimeException e) {
      objections.add("%s: %s".formatted(title, e.getMessage()));
      throw e;
    } finally {
      stages.add(new Stage(title, timeline, System.nanoTime()));
    }
  }

  void setting(String name, String production, String scaled) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("setting", name);
    row.put("production", production);
    row.put("in this drill", scaled);
    settings.add(row);
  }

  void result(DrillResult result) {
    results.add(result);
  }

  /**
   * Ends the series.
   *
   * @param found why it failed; empty if it passed
   */
  void end(List<String> found) {
    objections.addAll(found);
    complete = true;
  }

  List<Stage> stages() {
    return List.copyOf(stages);
  }

  /** A row for each setting of the edge: in production, and in this drill. */
  List<Map<String, Object>> settings() {
    return List.copyOf(settings);
  }

  List<DrillResult> results() {
    return List.copyOf(results);
  }

  List<String> objections() {
    return List.copyOf(objections);
  }

  /** Whether every stage was run and nothing was wrong. */
  boolean passed() {
    return complete && objections.isEmpty();
  }
}
