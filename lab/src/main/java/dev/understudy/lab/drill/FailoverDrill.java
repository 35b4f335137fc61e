package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.Health;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One drill: the primary fails, the edge serves readers from the standby, the primary returns, all
 * buckets are proved equal, and the edge serves readers from the primary again. With several
 * standbys, each except the last fails too while the edge serves readers from it.
 */
final class FailoverDrill {
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final DrillEnvironment environment;
  private final Edge edge;
  private final Failure failure;
  private final SplittableRandom random;
  private final Timeline timeline;
  private final Duration interval;
  private final List<String> origins;
  private final List<FailurePhase> phases = new ArrayList<>();
  private final List<Runnable> cures = new ArrayList<>();

  FailoverDrill(
      DrillEnvironment environment, Failure failure, SplittableRandom random, Timeline timeline) {
    this.environment = environment;
    this.edge = environment.edge();
    this.failure = failure;
    this.random = random;
    this.timeline = timeline;
    this.interval = environment.settings().monitors().interval();
    this.origins = environment.origins();
  }

  /**
   * Runs the drill.
   *
   * @return a result for each origin that failed, in order
   * @throws IllegalStateException if a step does not complete within a minute; the failed servers
   *     are repaired in any case
   */
  List<DrillResult> run() throws InterruptedException {
    await("the primary to serve", () -> isServing(DrillEnvironment.PRIMARY) && areHealthy());
    timeline.add(
        "the primary serves %d reads per second while objects are overwritten"
            .formatted(DrillEnvironment.READS_PER_SECOND));
    try {
      for (int i = 0; i < origins.size() - 1; i++) {
        phases.add(fail(i));
      }
    } finally {
      cures.forEach(Runnable::run);
    }
    long back = System.nanoTime();
    timeline.add(
        back,
        phases.size() == 1
            ? "the primary is back; its pool is still disabled"
            : "all origins are back; the pools of those that failed are still disabled");
    long fresh = becomeFresh(back);
    return results(new FailurePhase.Return(back, fresh, failBack()));
  }

  /** Makes one origin fail, and waits until the edge uses the next. */
  private FailurePhase fail(int number) throws InterruptedException {
    String origin = origins.get(number);
    String next = origins.get(number + 1);
    long calm = System.nanoTime();
    // A random moment between two health checks.
    pause(CALM.plusNanos(random.nextLong(interval.toNanos())));
    long struck = System.nanoTime();
    cures.add(failure.strike(Objects.requireNonNull(environment.failing().get(origin))));
    timeline.fault(
        struck,
        "%s %s".formatted(Formats.origin(origin), failure.words()).toUpperCase(Locale.ROOT));
    await("the edge to leave " + Formats.origin(origin), () -> isServing(next));
    long steered = System.nanoTime();
    long detected = detected(origin, struck);
    timeline.add(detected, "the monitors report %s unhealthy".formatted(Formats.origin(origin)));
    timeline.add(steered, "the edge sends readers to " + Formats.origin(next));
    edge.pool(origin).enable(false);
    timeline.add(
        "the pool of %s is disabled: no failback before all buckets are equal"
            .formatted(Formats.origin(origin)));
    long written = phases.isEmpty() ? struck : phases.get(0).struck();
    LostWrites lost =
        LostWrites.of(
            environment.stacks().get(number).standby(), next, environment.ledger(), written);
    timeline.add(lost.toString());
    pause(interval.dividedBy(2));
    // Readers that wait for a silent origin have no answer yet.
    environment.readers().settle();
    return new FailurePhase(origin, calm, struck, detected, steered, lost);
  }

  private long detected(String origin, long struck) {
    return environment
        .changedAt(origin, Health.UNHEALTHY)
        .filter(at -> at - struck > 0)
        .orElseThrow();
  }

  /** Polls as an operator does, and relies on the answer alone. */
  private long becomeFresh(long back) throws InterruptedException {
    environment.writes().pause();
    try {
      for (Stack stack : environment.stacks()) {
        awaitFresh(stack, back);
      }
      long fresh = System.nanoTime();
      timeline.add("fresh: the queues are empty, and all buckets are proved equal");
      return fresh;
    } finally {
      environment.writes().resume();
    }
  }

  private void awaitFresh(Stack stack, long back) throws InterruptedException {
    String prefix = environment.stacks().size() == 1 ? "" : stack.name() + " is ";
    long end = System.nanoTime() + TIMEOUT.toNanos();
    Set<String> printed = new HashSet<>();
    List<String> reasons = Freshness.missing(stack, back);
    while (!reasons.isEmpty()) {
      String reason = reasons.get(0);
      if (printed.add(reason.replaceAll("[\\d.]+", ""))) {
        timeline.add(prefix + "not fresh: " + reason);
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not fresh within %s: %s".formatted(TIMEOUT, reasons));
      }
      pause(Duration.ofMillis(100));
      reasons = Freshness.missing(stack, back);
    }
  }

  private long failBack() throws InterruptedException {
    phases.forEach(phase -> edge.pool(phase.origin()).enable(true));
    timeline.add(
        phases.size() == 1 ? "the primary's pool is enabled" : "the disabled pools are enabled");
    await("the edge to return to the primary", () -> isServing(DrillEnvironment.PRIMARY));
    long home = System.nanoTime();
    timeline.add(home, "the edge sends readers to the primary again");
    pause(interval.dividedBy(2));
    environment.readers().settle();
    return home;
  }

  private List<DrillResult> results(FailurePhase.Return end) {
    Duration worst = failure.worst(environment.settings().monitors().worst());
    List<Read> reads = environment.readers().reads();
    List<DrillResult> results = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      Optional<FailurePhase> next = phases.stream().skip(i + 1).findFirst();
      results.add(phases.get(i).result(failure, worst, next, end, reads, environment.ledger()));
    }
    return results;
  }

  private boolean isServing(String origin) {
    return edge.serving().equals(Optional.of(origin));
  }

  private boolean areHealthy() {
    return origins.stream().allMatch(origin -> edge.pool(origin).health() == Health.HEALTHY);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Waited %s without success for %s".formatted(TIMEOUT, what));
      }
      pause(Duration.ofMillis(2));
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
