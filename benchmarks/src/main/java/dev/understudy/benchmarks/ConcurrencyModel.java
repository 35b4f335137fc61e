package dev.understudy.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Simulates the replicator at many invocations at a time with a full queue of small objects: each
 * invocation converges batches of keys, one after another. The function's CPU and the standby's
 * cores are servers with queues; networks and S3 are delays. A seed makes a run repeatable.
 *
 * <p>A key is a HEAD of the standby beside the GET of the primary, a PUT, and a HEAD of the
 * primary. A HEAD that the standby rejects is repeated twice, as the client does; a PUT is sent
 * once. A key that fails returns to the queue, and another message takes its place in a later
 * batch.
 */
final class ConcurrencyModel {
  private static final double WARM_MILLIS = 3_000;
  private static final double END_MILLIS = 8_000;
  private static final int MAX_ATTEMPTS = 3;

  private final ConcurrencyCosts costs;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
  private final double[] coreFreeAt;
  private double now;
  private long number;
  private int inProgress;
  private int most;
  private double busyMillis;
  private long copied;
  private long failed;
  private final List<Double> batchMillis = new ArrayList<>();

  private record Event(double at, long number, Runnable action) {}

  /**
   * The result of five simulated seconds.
   *
   * @param failed the share of keys that return to the queue, because the standby rejected them
   * @param requests the most requests in progress at the standby
   */
  record Result(
      int invocations,
      double objectsPerSecond,
      Percentiles batchMillis,
      double standbyCpu,
      int requests,
      double failed) {}

  private ConcurrencyModel(ConcurrencyCosts costs, long seed) {
    this.costs = costs;
    this.random = new SplittableRandom(seed);
    this.coreFreeAt = new double[costs.cores()];
  }

  static Result run(int invocations, ConcurrencyCosts costs, long seed) {
    return new ConcurrencyModel(costs, seed).run(invocations);
  }

  private Result run(int invocations) {
    for (int i = 0; i < invocations; i++) {
      // A full queue does not begin all invocations in the same instant.
      after(random.nextDouble() * 1_000, () -> new Batch().begin());
    }
    while (!events.isEmpty() && events.peek().at < END_MILLIS) {
      Event event = events.remove();
      now = event.at;
      event.action.run();
    }
    double seconds = (END_MILLIS - WARM_MILLIS) / 1_000;
    return new Result(
        invocations,
        copied / seconds,
        new Percentiles(batchMillis),
        Math.min(1, busyMillis / (END_MILLIS - WARM_MILLIS) / costs.cores()),
        most,
        (double) failed / Math.max(1, copied + failed));
  }

  private void after(double millis, Runnable action) {
    events.add(new Event(now + millis, number++, action));
  }

  private boolean isMeasured() {
    return now >= WARM_MILLIS;
  }

  /** From half to one and a half times the mean, so that batches do not run in step. */
  private double varied(double mean) {
    return mean * (0.5 + random.nextDouble());
  }

  /** A request to the standby. */
  private void request(double cpuMillis, Runnable accepted, Runnable rejected) {
    after(
        varied(costs.latencyMillis() / 2),
        () -> {
          boolean isAccepted = inProgress < costs.maxRequests();
          double done = serve(isAccepted ? varied(cpuMillis) : costs.rejectMillis());
          inProgress += isAccepted ? 1 : 0;
          most = Math.max(most, inProgress);
          after(
              done - now,
              () -> {
                inProgress -= isAccepted ? 1 : 0;
                after(varied(costs.latencyMillis() / 2), isAccepted ? accepted : rejected);
              });
        });
  }

  /** Takes the core that is free first; returns when the work is done. */
  private double serve(double cpuMillis) {
    int core = 0;
    for (int other = 1; other < coreFreeAt.length; other++) {
      core = coreFreeAt[other] < coreFreeAt[core] ? other : core;
    }
    coreFreeAt[core] = Math.max(now, coreFreeAt[core]) + cpuMillis;
    busyMillis += isMeasured() ? cpuMillis : 0;
    return coreFreeAt[core];
  }

  /** One invocation's batch, and then its next one. */
  private final class Batch {
    private final double begunAt = now;
    private double cpuFreeAt = now;
    private int open = costs.keys();

    void begin() {
      for (int key = 0; key < costs.keys(); key++) {
        compute(() -> head(1));
      }
    }

    /** Half of the function's work for one key. All keys share one vCPU. */
    private void compute(Runnable then) {
      cpuFreeAt = Math.max(now, cpuFreeAt) + varied(costs.functionMillis() / 2);
      after(cpuFreeAt - now, then);
    }

    /** The GET of the primary is answered at the same time, or earlier. */
    private void head(int attempt) {
      request(
          costs.headMillis(),
          () -> compute(this::put),
          () -> {
            if (attempt == MAX_ATTEMPTS) {
              end(false);
            } else {
              // The client's pause after a throttled attempt: up to 1 s, then up to 2 s.
              after(random.nextDouble() * 1_000 * attempt, () -> head(attempt + 1));
            }
          });
    }

    private void put() {
      request(
          costs.putMillis(),
          // The HEAD of the primary.
          () -> after(varied(costs.latencyMillis()), () -> end(true)),
          () -> end(false));
    }

    private void end(boolean isCopied) {
      if (isMeasured()) {
        copied += isCopied ? 1 : 0;
        failed += isCopied ? 0 : 1;
      }
      if (--open == 0) {
        if (isMeasured()) {
          batchMillis.add(now - begunAt);
        }
        new Batch().begin();
      }
    }
  }
}
