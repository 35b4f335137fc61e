package dev.understudy.lab.alarm;

import dev.understudy.lab.stack.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** An installation that lives through minutes, and the alarms that watch it. */
final class Simulation {
  private static final int MINUTES_BEFORE = 240;
  private static final int MINUTE_OF_THE_RECONCILER = 7;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final History history = new History();
  private final Alarms alarms;
  private final RecordedMetrics metrics;
  private Instant now = Instant.parse("2026-11-25T03:00:00Z");
  private int minute;

  private Simulation(Alarms alarms, RecordedMetrics metrics) {
    this.alarms = alarms;
    this.metrics = metrics;
  }

  /**
   * An installation that has been well for some hours.
   *
   * @param parameters of its template, beside those that have no default
   * @param always what is so in each of its minutes
   */
  static Simulation of(
      Map<String, String> parameters,
      RecordedMetrics metrics,
      BiConsumer<SimulatedSystem, Integer> always) {
    Simulation simulation = new Simulation(Alarms.of(template(parameters)), metrics);
    for (int i = 0; i < MINUTES_BEFORE; i++) {
      simulation.happen(always, i);
    }
    return simulation;
  }

  /** The template with parameters for everything that has no default, and these. */
  static ResolvedTemplate template(Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PrimaryBucket", SimulatedSystem.BUCKET);
    all.put("ChangesQueueArn", "arn:aws:sqs:eu-central-1:123456789012:" + SimulatedSystem.CHANGES);
    all.put(
        "DeadLetterQueueArn",
        "arn:aws:sqs:eu-central-1:123456789012:" + SimulatedSystem.DEAD_LETTERS);
    all.put("PublicUrl", "https://www.example.org");
    all.put("PrimaryHealthUrl", "https://primary.example.org/.origin/health");
    all.put("StandbyHealthUrl", "https://standby.example.org/.origin/health");
    all.put("HotObjectsDays", "7");
    all.put("ReconcilerRanges", "8");
    all.putAll(parameters);
    return ResolvedTemplate.with(all);
  }

  /**
   * Lives on.
   *
   * @param world changes each minute, which is given with its number, from 1
   */
  Simulation minutes(int number, BiConsumer<SimulatedSystem, Integer> world) {
    for (int i = 1; i <= number; i++) {
      happen(world, i);
      alarms.judge(history, now);
    }
    return this;
  }

  private void happen(BiConsumer<SimulatedSystem, Integer> world, int number) {
    SimulatedSystem here = new SimulatedSystem(metrics);
    world.accept(here, number);
    here.data(now.plusSeconds(20), minute % 60 == MINUTE_OF_THE_RECONCILER).forEach(history::add);
    now = now.plus(MINUTE);
    minute++;
  }

  Alarms alarms() {
    return alarms;
  }

  /** The alarms whose ALARM state a topic was notified of. */
  Set<String> notified(String topic) {
    return alarms.notices().stream()
        .filter(notice -> notice.topic().equals(topic) && notice.state() == AlarmState.ALARM)
        .map(Notification::alarm)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
