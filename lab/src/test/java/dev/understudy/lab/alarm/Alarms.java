package dev.understudy.lab.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The template's alarms as CloudWatch would judge them each minute: their states and notifications.
 * Names are logical ids throughout.
 */
final class Alarms {
  private final Map<String, MetricAlarm> metric = new LinkedHashMap<>();
  private final Map<String, CompositeAlarm> composite = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> properties = new HashMap<>();
  private final Map<String, AlarmState> states = new HashMap<>();
  private final Map<String, Instant> on = new HashMap<>();
  private final Map<String, Instant> lastOn = new HashMap<>();
  private final Set<String> notified = new HashSet<>();
  private final List<Notification> notices = new ArrayList<>();

  private Alarms() {}

  /** The alarms that are created from the template. Each begins with INSUFFICIENT_DATA. */
  static Alarms of(ResolvedTemplate template) {
    Alarms alarms = new Alarms();
    for (String id : template.idsOf("AWS::CloudWatch::Alarm")) {
      template.properties(id).ifPresent(p -> alarms.add(id, MetricAlarm.of(p), p));
    }
    for (String id : template.idsOf("AWS::CloudWatch::CompositeAlarm")) {
      template.properties(id).ifPresent(p -> alarms.add(id, CompositeAlarm.of(p), p));
    }
    return alarms;
  }

  /** An alarm for a test of this class. */
  Alarms add(String id, MetricAlarm alarm, Map<String, Object> itsProperties) {
    metric.put(id, alarm);
    properties.put(id, itsProperties);
    states.put(id, AlarmState.INSUFFICIENT_DATA);
    return this;
  }

  /** An alarm for a test of this class. */
  Alarms add(String id, CompositeAlarm alarm, Map<String, Object> itsProperties) {
    composite.put(id, alarm);
    properties.put(id, itsProperties);
    states.put(id, AlarmState.INSUFFICIENT_DATA);
    return this;
  }

  /** No alarm at all. */
  static Alarms none() {
    return new Alarms();
  }

  Set<String> ids() {
    return Set.copyOf(properties.keySet());
  }

  Map<String, MetricAlarm> metricAlarms() {
    return metric;
  }

  Map<String, CompositeAlarm> compositeAlarms() {
    return composite;
  }

  Map<String, Object> propertiesOf(String id) {
    return properties.get(id);
  }

  AlarmState state(String id) {
    return states.get(id);
  }

  /** The alarms that are on. */
  Set<String> on() {
    return states.keySet().stream()
        .filter(id -> states.get(id) == AlarmState.ALARM)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All notifications so far. */
  List<Notification> notices() {
    return List.copyOf(notices);
  }

  /** Judges every alarm at this minute. */
  void judge(History history, Instant now) {
    Map<String, AlarmState> before = Map.copyOf(states);
    metric.forEach((id, alarm) -> states.put(id, alarm.judge(history, now, states.get(id))));
    // An alarm may ask others that ask others: at most as deep as there are.
    for (int depth = 0; depth < composite.size(); depth++) {
      composite.forEach((id, alarm) -> states.put(id, judge(alarm)));
    }
    states.keySet().forEach(id -> remember(id, before.get(id), now));
    states.keySet().forEach(id -> tell(id, now));
  }

  private AlarmState judge(CompositeAlarm alarm) {
    return alarm.rule().holds(name -> states.get(idOf(name))) ? AlarmState.ALARM : AlarmState.OK;
  }

  private void remember(String id, AlarmState before, Instant now) {
    if (states.get(id) == AlarmState.ALARM) {
      lastOn.put(id, now);
      if (before != AlarmState.ALARM) {
        on.put(id, now);
      }
    }
  }

  private void tell(String id, Instant now) {
    AlarmState state = states.get(id);
    if (state == AlarmState.ALARM && !isKeptBack(id, now) && notified.add(id)) {
      notify(id, "AlarmActions", state, now);
    } else if (state == AlarmState.OK && notified.remove(id)) {
      notify(id, "OKActions", state, now);
    }
  }

  private boolean isKeptBack(String id, Instant now) {
    return Optional.ofNullable(composite.get(id))
        .flatMap(CompositeAlarm::suppressor)
        .filter(
            suppressor ->
                suppressor.keepsBack(
                    now, on.get(id), Optional.ofNullable(lastOn.get(idOf(suppressor.alarm())))))
        .isPresent();
  }

  private void notify(String id, String actions, AlarmState state, Instant now) {
    for (Object topic : (List<?>) properties.get(id).getOrDefault(actions, List.of())) {
      notices.add(new Notification(now, id, (String) topic, state));
    }
  }

  /** CloudWatch refuses a rule that asks an alarm that does not exist. */
  private String idOf(String name) {
    String id = name.substring(name.indexOf('-') + 1);
    if (!states.containsKey(id)) {
      throw new IllegalStateException("Some alarm asks " + name + ", which does not exist");
    }
    return id;
  }
}
