package dev.understudy.healthprobe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one check saw.
 *
 * @param measured what it could measure; a value that it could not is absent
 * @param details what else a person wants to know, by name
 * @param troubles why something could not be seen, or is not as it must be; one sentence each
 */
record Observation(List<Measurement> measured, Map<String, Object> details, List<String> troubles) {
  Observation {
    measured = List.copyOf(measured);
    troubles = List.copyOf(troubles);
  }

  /** Nothing was seen but why. */
  static Observation unseen(String why) {
    return new Observation(List.of(), Map.of(), List.of(why));
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
