package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.MonitorSettings.WorstCase;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.report.ActivityRecorder;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a drill for each {@link Failure}, prints a table of the results, and ends with a promotion.
 * Close it before its environment.
 */
public final class DrillSeries implements AutoCloseable {
  static final String PASSED =
      "Each failover was within its worst case. No reader saw a mixed object, or an older version"
          + " after a newer one.";

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final DrillEnvironment environment;
  private final SplittableRandom random;
  private final Terminal terminal;
  private final DrillRecord record;
  private final List<ActivityRecorder> activities;

  /**
   * @param random chooses the moment of each failure
   */
  public DrillSeries(DrillEnvironment environment, SplittableRandom random, Terminal terminal) {
    this.environment = environment;
    this.random = random;
    this.terminal = terminal;
    this.record = new DrillRecord(terminal);
    this.activities =
        environment.stacks().stream()
            .map(stack -> ActivityRecorder.start(stack, unit(stack)))
            .toList();
  }

  /** What the panels of one of several standbys begin with. */
  private String unit(Stack stack) {
    return environment.stacks().size() == 1 ? "" : stack.name() + ", ";
  }

  /**
   * Runs all drills and compares all buckets at the end.
   *
   * @param factor the divisor of the production times
   * @return whether all drills passed
   */
  public boolean run(int factor) throws InterruptedException {
    MonitorSettings real = MonitorSettings.production();
    MonitorSettings scaled = environment.settings().monitors();
    terminal.line(Formats.row("scale", "every production time divided by " + factor));
    compare("interval", real.interval(), scaled.interval());
    compare("timeout", real.timeout(), scaled.timeout());
    WorstCase worst = real.worst();
    compare("worst RTO, errors", worst.errors(), scaled.worst().errors());
    compare("worst RTO, silence", worst.silence(), scaled.worst().silence());
    for (Failure failure : Failure.values()) {
      record
          .stage(title(failure), timeline -> environment.run(failure, random, timeline))
          .forEach(record::result);
    }
    return report(promote());
  }

  /**
   * An HTML page about everything so far, also if {@link #run} threw an exception.
   *
   * @param seed of the random choices
   * @param factor the divisor of the production times
   */
  public String page(int seed, int factor) {
    return new DrillPage(
            record,
            environment.origins(),
            environment.readers().reads(),
            environment.ledger().faults().size(),
            window ->
                activities.stream()
                    .flatMap(activity -> Stream.of(activity.backlog(window), activity.lag(window)))
                    .toList())
        .of(seed, factor);
  }

  private String title(Failure failure) {
    return "The primary "
        + failure.words()
        + environment.failing().keySet().stream()
            .skip(1)
            .map(origin -> ", then " + Formats.origin(origin))
            .collect(Collectors.joining());
  }

  /** A drill has no administrator of a real standby, who could lock the replicator out. */
  private boolean isPromotable() {
    return environment.stack().embeddedStandby().isPresent();
  }

  private List<String> promote() throws InterruptedException {
    if (!isPromotable()) {
      return List.of();
    }
    environment.writes().pause();
    try {
      return record.stage(
          "The standby is promoted",
          timeline ->
              new PromotionDrill(environment.stack(), timeline, OperatorCommand.packaged()).run());
    } finally {
      environment.writes().resume();
    }
  }

  private void compare(String what, Duration real, Duration scaled) {
    String production = real.toSeconds() + " s";
    String here = DrillResult.seconds(scaled);
    record.setting(what, production, here);
    terminal.line("    %-18s %s -> %s".formatted(what, production, here));
  }

  private boolean report(List<String> promotion) throws InterruptedException {
    List<DrillResult> results = record.results();
    terminal.line("");
    DrillResult.table(results).forEach(terminal::line);
    terminal.line("");
    terminal.line(
        ("  %,d reads of a standby returned an older version than another origin had returned:"
                + " writes not yet replicated when the primary failed")
            .formatted(environment.ledger().behind()));
    List<String> objections = new ArrayList<>(finalDifferences());
    promotion.forEach(what -> objections.add("promotion: " + what));
    results.forEach(
        result ->
            result.objections().forEach(what -> objections.add(result.label() + ": " + what)));
    record.end(objections.stream().distinct().toList());
    record.objections().forEach(what -> terminal.line("  FAILED: " + what));
    terminal.line(
        objections.isEmpty()
            ? PASSED + (isPromotable() ? " A promoted standby kept all writes." : "")
            : "At least one drill failed.");
    return objections.isEmpty();
  }

  /** Compares each standby with the primary while the writer is paused. */
  private List<String> finalDifferences() throws InterruptedException {
    environment.writes().pause();
    try {
      List<String> differences = new ArrayList<>();
      for (Stack stack : environment.stacks()) {
        differences.addAll(differences(stack));
      }
      return differences;
    } finally {
      environment.writes().resume();
    }
  }

  private List<String> differences(Stack stack) {
    String name = stack.name().toString();
    try (BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      if (!stack.awaitQuiet(
          TIMEOUT, backlog -> terminal.progress("not yet replicated: " + backlog))) {
        return List.of("the %s did not catch up within %s".formatted(name, TIMEOUT));
      }
      return BucketComparison.of(primary, standby, terminal::progress).differences().stream()
          .map(difference -> "%s, different at the end: %s".formatted(name, difference))
          .toList();
    }
  }

  /** Ends the samples of the page. */
  @Override
  public void close() {
    activities.forEach(ActivityRecorder::close);
  }
}
