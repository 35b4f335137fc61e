package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a demonstration has done and measured so far, for its page. Used by one thread. */
final class DemoRecord {
  private final long began = System.nanoTime();
  private final List<Played> scenes = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Object> numbers = new LinkedHashMap<>();
  private Optional<BucketComparison.Result> comparison = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private boolean passed;

  /**
   * A scene that was played. Both times are {@link System#nanoTime}.
   *
   * @param text what happened
   */
  record Played(String title, String text, long beganNanos, long endedNanos) {}

  /**
   * What a scene did to the system.
   *
   * @param nanos {@link System#nanoTime}
   * @param fault whether it made something fail
   */
  record Mark(long nanos, String what, boolean fault) {}

  /**
   * Adds a scene that ends now.
   *
   * @param beganNanos {@link System#nanoTime}
   */
  void scene(String title, String text, long beganNanos) {
    scenes.add(new Played(title, text, beganNanos, System.nanoTime()));
  }

  /** Notes a fault that the demonstration causes now. */
  void fault(String what) {
    marks.add(new Mark(System.nanoTime(), what, true));
  }

  /** Notes a repair now. */
  void repair(String what) {
    marks.add(new Mark(System.nanoTime(), what, false));
  }

  /**
   * Ends the demonstration.
   *
   * @param measured the numbers that are printed, by name
   */
  void end(Map<String, String> measured, BucketComparison.Result result, boolean equal) {
    numbers.putAll(measured);
    comparison = Optional.of(result);
    passed = equal;
  }

  /** Notes why the demonstration was not completed. */
  void failed(String why) {
    failure = Optional.of(why);
  }

  /** {@link System#nanoTime} at the beginning. */
  long began() {
    return began;
  }

  List<Played> scenes() {
    return List.copyOf(scenes);
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  Map<String, Object> numbers() {
    return numbers;
  }

  /** Empty if the demonstration was not completed. */
  Optional<BucketComparison.Result> comparison() {
    return comparison;
  }

  Optional<String> failure() {
    return failure;
  }

  /** Whether both buckets are equal, and every log line could be read. */
  boolean passed() {
    return passed;
  }
}
