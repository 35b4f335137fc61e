package dev.understudy.reconciler;

import java.util.LinkedHashMap;
import java.util.Map;

/** A step of a pass over key ranges, which something outside of the function puts in order. */
sealed interface RangeStep {
  /** The step as fields of the function's input. */
  Map<String, Object> toMap();

  /**
   * Continues the pass over ranges that is under way, or begins one.
   *
   * @param ranges the wanted number of a pass that begins, 1 to {@value Ranges#MAX}
   */
  record Plan(int ranges) implements RangeStep {
    @Override
    public Map<String, Object> toMap() {
      return Map.of("plan", ranges);
    }
  }

  /** Continues one range of the pass, from 0. */
  record Compare(String pass, int range) implements RangeStep {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("pass", pass);
      map.put("range", range);
      return map;
    }
  }

  /** Joins the compared ranges to the result of the pass. */
  record Join(String pass) implements RangeStep {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("pass", pass);
      map.put("join", true);
      return map;
    }
  }
}
