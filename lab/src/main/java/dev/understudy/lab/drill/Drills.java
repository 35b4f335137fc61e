package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.MonitorSettings.WorstCase;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A drill for each way in which a primary fails, and the table of all of them. */
public final class Drills {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DrillEnvironment scenery;
  private final SplittableRandom random;
  private final Terminal screen;

  /**
   * @param random decides the moment of each failure
   */
  public Drills(DrillEnvironment scenery, SplittableRandom random, Terminal screen) {
    this.scenery = scenery;
    this.random = random;
    this.screen = screen;
  }

  /**
   * Plays all of them, tells each as it goes, and compares both sides at the end.
   *
   * @param factor by which the times of production were divided
   * @return whether none has anything against it
   */
  public boolean play(int factor) throws InterruptedException {
    MonitorSettings real = MonitorSettings.production();
    MonitorSettings scaled = scenery.scale().monitors();
    screen.line("  scale                every time of production divided by " + factor);
    compare("interval", real.interval(), scaled.interval());
    compare("timeout", real.timeout(), scaled.timeout());
    WorstCase most = real.worst();
    compare("worst RTO, errors", most.errors(), scaled.worst().errors());
    compare("worst RTO, silence", most.silence(), scaled.worst().silence());
    List<DrillResult> results = new ArrayList<>();
    for (Failure failure : Failure.values()) {
      screen.line("");
      screen.line("The primary " + failure.words());
      results.add(scenery.play(failure, random, screen));
    }
    return judge(results);
  }

  private void compare(String what, Duration real, Duration scaled) {
    screen.line(
        String.format(
            Locale.ROOT,
            "    %-18s %d s -> %.2f s",
            what,
            real.toSeconds(),
            scaled.toNanos() / 1e9));
  }

  private boolean judge(List<DrillResult> results) throws InterruptedException {
    screen.line("");
    screen.line(DrillResult.HEADER);
    results.forEach(result -> screen.line(result.row()));
    screen.line("");
    screen.line(
        "  %,d reads of the standby were behind what the primary had shown: writes not replicated when it failed"
            .formatted(scenery.ledger().behind()));
    List<String> objections = new ArrayList<>(inTheEnd());
    results.forEach(
        result ->
            result
                .objections()
                .forEach(what -> objections.add(result.failure().words() + ": " + what)));
    objections.stream().distinct().forEach(what -> screen.line("  AGAINST IT: " + what));
    screen.line(
        objections.isEmpty()
            ? "Each failover was within its worst case, and no reader saw a mixed object or an"
                + " older one after a newer one."
            : "Not every failover went as it must.");
    return objections.isEmpty();
  }

  /** With the writer at rest, both sides are equal. */
  private List<String> inTheEnd() throws InterruptedException {
    Stack stack = scenery.stack();
    scenery.writes().pause();
    try (BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      if (!stack.awaitQuiet(PATIENCE, backlog -> screen.progress("still to do " + backlog))) {
        return List.of("the standby has not caught up within " + PATIENCE);
      }
      return BucketComparison.of(primary, standby, screen::progress).differences().stream()
          .map(difference -> "not equal in the end: " + difference)
          .toList();
    } finally {
      scenery.writes().resume();
    }
  }
}
