package dev.understudy.healthprobe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one check observed.
 *
 * @param measured the values that it could measure
 * @param details further facts for people, by name
 * @param troubles what could not be observed or is wrong; one sentence each
 */
record Observation(List<Measurement> measured, Map<String, Object> details, List<String> troubles) {
  Observation {
    measured = List.copyOf(measured);
    troubles = List.copyOf(troubles);
  }

  /** No values, only the reason. */
  static Observation failed(String reason) {
    return new Observation(List.of(), Map.of(), List.of(reason));
  }

  static Observation of(Measurement... measured) {
    return new Observation(List.of(measured), Map.of(), List.of());
  }

  Observation with(String name, Object detail) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, detail);
    return new Observation(measured, more, troubles);
  }

  Observation trouble(String text) {
    List<String> more = new ArrayList<>(troubles);
    more.add(text);
    return new Observation(measured, details, more);
  }
}
