package dev.understudy.lab.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An alarm on other alarms.
 *
 * @param suppressor whose ALARM keeps this one's actions back
 */
record CompositeAlarm(AlarmRule rule, Optional<Suppressor> suppressor) {
  /**
   * What keeps actions back.
   *
   * @param alarm while it is in ALARM
   * @param waiting so long after the composite alarm went off, for this one to follow
   * @param extension so long after this one is over, for the composite alarm to follow
   */
  record Suppressor(String alarm, Duration waiting, Duration extension) {
    /**
     * Whether an alarm that is on is kept back.
     *
     * @param on since when it is
     * @param last when the suppressor was last in ALARM, if ever
     */
    boolean keepsBack(Instant now, Instant on, Optional<Instant> last) {
      return now.isBefore(on.plus(waiting))
          || last.filter(then -> !now.isAfter(then.plus(extension))).isPresent();
    }
  }

  /** Reads an alarm's resolved properties. */
  static CompositeAlarm of(Map<String, Object> properties) {
    return new CompositeAlarm(
        AlarmRule.of((String) properties.get("AlarmRule")),
        Optional.ofNullable((String) properties.get("ActionsSuppressor"))
            .map(
                alarm ->
                    new Suppressor(
                        alarm,
                        seconds(properties, "ActionsSuppressorWaitPeriod"),
                        seconds(properties, "ActionsSuppressorExtensionPeriod"))));
  }

  private static Duration seconds(Map<String, Object> properties, String name) {
    return Duration.ofSeconds((int) properties.get(name));
  }
}
