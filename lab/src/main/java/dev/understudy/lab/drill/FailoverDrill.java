package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Health;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * One drill: the primary fails, the edge serves readers from the standby, the primary returns, both
 * buckets are proved equal, and the edge serves readers from the primary again.
 */
final class FailoverDrill {
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final DrillEnvironment environment;
  private final Failure failure;
  private final SplittableRandom random;
  private final Timeline timeline;
  private final Duration interval;
  private final Duration worst;

  FailoverDrill(
      DrillEnvironment environment, Failure failure, SplittableRandom random, Timeline timeline) {
    this.environment = environment;
    this.failure = failure;
    this.random = random;
    this.timeline = timeline;
    this.interval = environment.settings().monitors().interval();
    this.worst = failure.worst(environment.settings().monitors().worst());
  }

  /**
   * Runs the drill.
   *
   * @throws IllegalStateException if a step does not complete within a minute; the primary is
   *     repaired in any case
   */
  DrillResult run() throws InterruptedException {
    await("the primary to serve", () -> isServing("primary") && isHealthy("standby"));
    long calm = System.nanoTime();
    timeline.add(
        "the primary serves %d reads per second while objects are overwritten"
            .formatted(DrillEnvironment.READS_PER_SECOND));
    // A random moment between two health checks.
    pause(CALM.plusNanos(random.nextLong(interval.toNanos())));
    long struck = System.nanoTime();
    Runnable cure = failure.strike(environment.primary());
    LostWrites lost;
    long steered;
    try {
      timeline.fault(struck, "THE PRIMARY " + failure.words().toUpperCase(Locale.ROOT));
      steered = failOver(struck);
      lost = LostWrites.of(environment.stack().standby(), environment.ledger(), struck);
      timeline.add(lost.toString());
      pause(interval.dividedBy(2));
      // Readers that wait for a silent primary have no answer yet.
      environment.readers().settle();
    } finally {
      cure.run();
    }
    long back = System.nanoTime();
    timeline.add(back, "the primary is back; its pool is still disabled");
    long fresh = becomeFresh(back);
    long home = failBack();
    return result(new Times(calm, struck, steered, back, fresh, home), lost);
  }

  /** The moments of one drill, as {@link System#nanoTime}. */
  private record Times(long calm, long struck, long steered, long back, long fresh, long home) {
    static Duration between(long from, long to) {
      return Duration.ofNanos(to - from);
    }
  }

  private long failOver(long struck) throws InterruptedException {
    await("the edge to leave the primary", () -> isServing("standby"));
    long steered = System.nanoTime();
    timeline.add(detected(struck), "the monitors report the primary unhealthy");
    timeline.add(steered, "the edge sends readers to the standby");
    environment.edge().pool("primary").enable(false);
    timeline.add("the primary's pool is disabled: no failback before both buckets are equal");
    return steered;
  }

  private long detected(long struck) {
    return environment
        .changedAt("primary", Health.UNHEALTHY)
        .filter(at -> at - struck > 0)
        .orElseThrow();
  }

  /** Polls as an operator does, and relies on the answer alone. */
  private long becomeFresh(long back) throws InterruptedException {
    environment.writes().pause();
    try {
      long end = System.nanoTime() + TIMEOUT.toNanos();
      Set<String> printed = new HashSet<>();
      List<String> reasons = missing(back);
      while (!reasons.isEmpty()) {
        String reason = reasons.get(0);
        if (printed.add(reason.replaceAll("[\\d.]+", ""))) {
          timeline.add("not fresh: " + reason);
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException("Not fresh within %s: %s".formatted(TIMEOUT, reasons));
        }
        pause(Duration.ofMillis(100));
        reasons = missing(back);
      }
      long fresh = System.nanoTime();
      timeline.add("fresh: the queues are empty, and both buckets are proved equal");
      return fresh;
    } finally {
      environment.writes().resume();
    }
  }

  private List<String> missing(long back) {
    Map<String, Backlog> queues = new LinkedHashMap<>();
    Queues all = environment.stack().queues();
    queues.put(Queues.CHANGES, all.backlog(all.changes()));
    queues.put(Queues.REPAIRS, all.backlog(all.repairs()));
    queues.put(Queues.DEAD_LETTER, all.backlog(all.deadLetter()));
    boolean empty = queues.values().stream().allMatch(Backlog::isEmpty);
    OptionalDouble age = empty ? proofAge() : OptionalDouble.of(0);
    return Freshness.missing(queues, age, Times.between(back, System.nanoTime()));
  }

  /** The age of a proof that the reconciler makes now. */
  private OptionalDouble proofAge() {
    try (LambdaClient lambda = environment.stack().lambda()) {
      lambda.invoke(
          r ->
              r.functionName(Stack.RECONCILER)
                  .payload(SdkBytes.fromUtf8String("{\"restart\":true}")));
    }
    List<Double> ages = environment.stack().metric("ProofAgeSeconds").values();
    return ages.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(ages.get(ages.size() - 1));
  }

  private long failBack() throws InterruptedException {
    environment.edge().pool("primary").enable(true);
    timeline.add("the primary's pool is enabled");
    await("the edge to return to the primary", () -> isServing("primary"));
    long home = System.nanoTime();
    timeline.add(home, "the edge sends readers to the primary again");
    pause(interval.dividedBy(2));
    environment.readers().settle();
    return home;
  }

  private DrillResult result(Times times, LostWrites lost) {
    List<Read> reads = environment.readers().reads();
    // A read that was in flight when the primary failed counts as part of the outage.
    Outage before =
        Outage.of(
            reads.stream()
                .filter(r -> r.begunNanos() - times.calm() >= 0)
                .filter(r -> r.endedNanos() - times.struck() < 0)
                .toList());
    Outage during =
        Outage.of(
            reads.stream()
                .filter(r -> r.endedNanos() - times.struck() >= 0)
                .filter(r -> r.begunNanos() - times.back() < 0)
                .toList());
    Outage after =
        Outage.of(reads.stream().filter(r -> r.begunNanos() - times.back() >= 0).toList());
    return new DrillResult(
        failure,
        Times.between(times.struck(), detected(times.struck())),
        Times.between(times.struck(), times.steered()),
        during,
        worst,
        lost.count(),
        lost.age(),
        Times.between(times.back(), times.fresh()),
        Times.between(times.fresh(), times.home()),
        before.failed() + after.failed(),
        environment.ledger().faults());
  }

  private boolean isServing(String origin) {
    return environment.edge().serving().equals(Optional.of(origin));
  }

  private boolean isHealthy(String origin) {
    return environment.edge().pool(origin).health() == Health.HEALTHY;
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
