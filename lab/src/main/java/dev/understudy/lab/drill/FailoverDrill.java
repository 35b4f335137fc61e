package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Health;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
 * One drill: all is well, the primary fails, readers are served by the standby, the primary comes
 * back, both sides are proved equal, readers are served by the primary. Over the usual length, as
 * it is told from beginning to end.
 */
final class FailoverDrill {
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DrillEnvironment scenery;
  private final Failure failure;
  private final SplittableRandom random;
  private final Timeline timeline;
  private final Duration interval;
  private final Duration worst;

  FailoverDrill(
      DrillEnvironment scenery, Failure failure, SplittableRandom random, Timeline timeline) {
    this.scenery = scenery;
    this.failure = failure;
    this.random = random;
    this.timeline = timeline;
    this.interval = scenery.scale().monitors().interval();
    this.worst = failure.worst(scenery.scale().monitors().worst());
  }

  /**
   * Plays it.
   *
   * @throws IllegalStateException if something does not come about within a minute; the primary is
   *     brought back all the same
   */
  DrillResult run() throws InterruptedException {
    await("the primary to serve", () -> isServing("primary") && isWell("standby"));
    long calm = System.nanoTime();
    timeline.tell(
        "the primary serves %d reads a second while objects are overwritten"
            .formatted(DrillEnvironment.READS_EACH_SECOND));
    // Any moment between two rounds of the monitors.
    pause(CALM.plusNanos(random.nextLong(interval.toNanos())));
    long struck = System.nanoTime();
    Runnable cure = failure.strike(scenery.primary());
    Lost lost;
    long steered;
    try {
      timeline.tell(struck, "THE PRIMARY " + failure.words().toUpperCase(Locale.ROOT));
      steered = failOver(struck);
      lost = lost(struck);
      timeline.tell(lost.toString());
      pause(interval.dividedBy(2));
      // Those whom a silent primary keeps waiting are still without an answer.
      scenery.readers().settle();
    } finally {
      cure.run();
    }
    long back = System.nanoTime();
    timeline.tell(back, "the primary is back, its pool still switched off");
    long fresh = becomeFresh(back);
    long home = failBack();
    return result(new Times(calm, struck, steered, back, fresh, home), lost);
  }

  /** When what happened. */
  private record Times(long calm, long struck, long steered, long back, long fresh, long home) {
    static Duration between(long from, long to) {
      return Duration.ofNanos(to - from);
    }
  }

  /**
   * Writes that the primary had acknowledged when it failed and the standby does not show: what was
   * not copied by then cannot be copied now.
   *
   * @param age of the oldest of them
   */
  private record Lost(int writes, Duration age) {
    @Override
    public String toString() {
      return writes == 0
          ? "the standby has every acknowledged write"
          : "the standby lacks %d acknowledged writes, the oldest %d ms old"
              .formatted(writes, age.toMillis());
    }
  }

  private Lost lost(long struck) {
    int writes = 0;
    long oldest = struck;
    try (BucketClient standby = BucketClient.open(scenery.stack().standby())) {
      for (String key : scenery.ledger().keys()) {
        for (long at : scenery.ledger().acknowledgedAfter(key, number(standby, key))) {
          writes++;
          oldest = Math.min(oldest, at);
        }
      }
    }
    return new Lost(writes, Duration.ofNanos(struck - oldest));
  }

  private static int number(BucketClient standby, String key) {
    try (InputStream body = standby.read(key)) {
      return DrillContent.numberOf(key, body.readAllBytes())
          .orElseThrow(() -> new IllegalStateException("The standby shows a wrong body of " + key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long failOver(long struck) throws InterruptedException {
    await("the edge to leave the primary", () -> isServing("standby"));
    long steered = System.nanoTime();
    timeline.tell(detected(struck), "the monitors call it unhealthy");
    timeline.tell(steered, "the edge sends readers to the standby");
    scenery.edge().pool("primary").enable(false);
    timeline.tell("the primary's pool is switched off: no way back before both sides are equal");
    return steered;
  }

  private long detected(long struck) {
    return scenery
        .changedAt("primary", Health.UNHEALTHY)
        .filter(at -> at - struck > 0)
        .orElseThrow();
  }

  /** As an operator would: ask again and again, and look no further than the answer. */
  private long becomeFresh(long back) throws InterruptedException {
    scenery.writes().pause();
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      Set<String> told = new HashSet<>();
      List<String> reasons = missing(back);
      while (!reasons.isEmpty()) {
        String reason = reasons.get(0);
        if (told.add(reason.replaceAll("[\\d.]+", ""))) {
          timeline.tell("not fresh: " + reason);
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException("Not fresh within %s: %s".formatted(PATIENCE, reasons));
        }
        pause(Duration.ofMillis(100));
        reasons = missing(back);
      }
      long fresh = System.nanoTime();
      timeline.tell("fresh: the queues are empty, and both sides are proved equal");
      return fresh;
    } finally {
      scenery.writes().resume();
    }
  }

  private List<String> missing(long back) {
    Map<String, Backlog> queues = new LinkedHashMap<>();
    Queues all = scenery.stack().queues();
    queues.put(Queues.CHANGES, all.backlog(all.changes()));
    queues.put(Queues.REPAIRS, all.backlog(all.repairs()));
    queues.put(Queues.DEAD_LETTER, all.backlog(all.deadLetter()));
    boolean empty = queues.values().stream().allMatch(Backlog::isEmpty);
    OptionalDouble age = empty ? proofAge() : OptionalDouble.of(0);
    return Freshness.missing(queues, age, Times.between(back, System.nanoTime()));
  }

  /** Of a proof that the reconciler is asked for now. */
  private OptionalDouble proofAge() {
    try (LambdaClient lambda = scenery.stack().lambda()) {
      lambda.invoke(
          r ->
              r.functionName(Stack.RECONCILER)
                  .payload(SdkBytes.fromUtf8String("{\"restart\":true}")));
    }
    List<Double> told = scenery.stack().metric("ProofAgeSeconds").values();
    return told.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(told.get(told.size() - 1));
  }

  private long failBack() throws InterruptedException {
    scenery.edge().pool("primary").enable(true);
    timeline.tell("the primary's pool is switched on");
    await("the edge to go back", () -> isServing("primary"));
    long home = System.nanoTime();
    timeline.tell(home, "the edge sends readers to the primary again");
    pause(interval.dividedBy(2));
    scenery.readers().settle();
    return home;
  }

  private DrillResult result(Times times, Lost lost) {
    List<Read> reads = scenery.readers().reads();
    // What was under way when the primary failed belongs to the failure.
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
        lost.writes(),
        lost.age(),
        Times.between(times.back(), times.fresh()),
        Times.between(times.fresh(), times.home()),
        before.failed() + after.failed(),
        scenery.ledger().faults());
  }

  private boolean isServing(String origin) {
    return scenery.edge().serving().equals(Optional.of(origin));
  }

  private boolean isWell(String origin) {
    return scenery.edge().pool(origin).health() == Health.HEALTHY;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Waited %s in vain for %s".formatted(PATIENCE, what));
      }
      pause(Duration.ofMillis(2));
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
