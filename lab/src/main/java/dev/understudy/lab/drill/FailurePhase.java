package dev.understudy.lab.drill;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The failure of one origin in a drill. Times are {@link System#nanoTime}.
 *
 * @param origin the name of the origin that failed
 * @param calm since when the drill had changed nothing
 * @param detected when the monitors reported the origin unhealthy
 * @param steered when the edge sent readers to the next origin
 * @param lost what the next origin lacks
 */
record FailurePhase(
    String origin, long calm, long struck, long detected, long steered, LostWrites lost) {
  /** What the phases of a drill have in common: when all origins were back, and what followed. */
  record Return(long back, long fresh, long home) {}

  /**
   * The result of this phase.
   *
   * @param next the next phase; empty for the last one
   */
  DrillResult result(
      Failure failure,
      Duration worst,
      Optional<FailurePhase> next,
      Return end,
      List<Read> reads,
      Ledger ledger) {
    long over = next.map(FailurePhase::calm).orElse(end.back());
    // A read that was in flight when the origin failed counts as part of the outage.
    int before =
        outage(reads, r -> r.begunNanos() - calm >= 0 && r.endedNanos() - struck < 0).failed();
    Outage during = outage(reads, r -> r.endedNanos() - struck >= 0 && r.begunNanos() - over < 0);
    int after = outage(reads, r -> next.isEmpty() && r.begunNanos() - end.back() >= 0).failed();
    return new DrillResult(
        origin,
        failure,
        Duration.ofNanos(detected - struck),
        Duration.ofNanos(steered - struck),
        during,
        worst,
        lost.count(),
        lost.age(),
        Duration.ofNanos(end.fresh() - end.back()),
        Duration.ofNanos(end.home() - end.fresh()),
        before + after,
        ledger.faults());
  }

  private static Outage outage(List<Read> reads, Predicate<Read> counted) {
    return Outage.of(reads.stream().filter(counted).toList());
  }
}
