package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run answers, for people. Each method that sets a value returns the same object. */
final class Summary {
  private final Counts counts;
  private Optional<String> pass = Optional.empty();
  private boolean complete;
  private Optional<ObjectKey> nextKey = Optional.empty();
  private Optional<ReconcileRequest> goOn = Optional.empty();
  private Optional<Watermark> watermark = Optional.empty();
  private Optional<String> message = Optional.empty();
  private List<ObjectKey> unreadable = List.of();
  private List<RangeStep> ranges = List.of();
  private double seconds;

  private Summary(Counts counts) {
    this.counts = counts;
  }

  /**
   * @param counts of the run
   */
  static Summary of(Counts counts) {
    return new Summary(counts);
  }

  /** The pass that the run belongs to. */
  Summary pass(String id) {
    pass = Optional.of(id);
    return this;
  }

  /** Whether the pass is complete, or all requested keys were compared. */
  Summary complete(boolean value) {
    complete = value;
    return this;
  }

  /** The last key compared, after which the next run goes on. */
  Summary nextKey(Optional<ObjectKey> key) {
    nextKey = key;
    return this;
  }

  /** The request that goes on, where no watermark does. */
  Summary goOn(Optional<ReconcileRequest> request) {
    goOn = request;
    return this;
  }

  /** The watermark as the run leaves it. */
  Summary watermark(Watermark value) {
    watermark = Optional.of(value);
    return this;
  }

  Summary message(Optional<String> text) {
    message = text;
    return this;
  }

  /** Appends a sentence to the message. */
  Summary note(String text) {
    message = Optional.of(message.map(first -> first + ". " + text).orElse(text));
    return this;
  }

  /** The first keys that could not be read. */
  Summary unreadable(List<ObjectKey> keys) {
    unreadable = keys;
    return this;
  }

  /** The requests for the ranges of a planned pass. */
  Summary ranges(List<RangeStep> steps) {
    ranges = steps;
    return this;
  }

  Summary seconds(double value) {
    seconds = value;
    return this;
  }

  Counts counts() {
    return counts;
  }

  Optional<String> pass() {
    return pass;
  }

  boolean complete() {
    return complete;
  }

  Optional<ObjectKey> nextKey() {
    return nextKey;
  }

  Optional<ReconcileRequest> goOn() {
    return goOn;
  }

  Optional<Watermark> watermark() {
    return watermark;
  }

  Optional<String> message() {
    return message;
  }

  List<ObjectKey> unreadable() {
    return unreadable;
  }

  List<Map<String, Object>> ranges() {
    return ranges.stream().map(RangeStep::toMap).toList();
  }

  double seconds() {
    return seconds;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    pass.ifPresent(id -> map.put("pass", id));
    map.putAll(counts.toMap());
    map.put("complete", complete);
    nextKey.ifPresent(key -> map.put("nextKey", key.value()));
    goOn.ifPresent(request -> map.put("goOn", request.toMap()));
    watermark.flatMap(Watermark::proof).ifPresent(proof -> map.put("lastProof", proof.toMap()));
    watermark.flatMap(Watermark::held).ifPresent(held -> map.put("withheld", withheld(held)));
    if (!unreadable.isEmpty()) {
      map.put("unreadableKeys", unreadable.stream().map(ObjectKey::value).toList());
    }
    if (!ranges.isEmpty()) {
      map.put("ranges", ranges());
    }
    message.ifPresent(text -> map.put("message", text));
    map.put("seconds", Math.round(seconds * 1000) / 1000.0);
    return map;
  }

  private static Map<String, Object> withheld(Held held) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pass", held.pass());
    map.put("orphans", held.orphans());
    map.put("reason", held.reason());
    map.put("release", "{\"release\":\"%s\"}".formatted(held.pass()));
    return map;
  }
}
