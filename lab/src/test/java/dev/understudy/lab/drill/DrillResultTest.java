package dev.understudy.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** How reads become an RTO, and when a drill has failed. */
class DrillResultTest {
  private static final Duration WORST = Duration.ofSeconds(4);

  /**
   * A read whose start and end are given in milliseconds after a time that is about to overflow.
   */
  private static Read read(long begun, long ended, boolean served) {
    long origin = Long.MAX_VALUE - 1_500_000_000L;
    return new Read(
        origin + begun * 1_000_000, origin + ended * 1_000_000, served, "standby", false);
  }

  @Test
  void measuresFromTheFirstThatFailedToTheFirstAfterTheLast() {
    Outage outage =
        Outage.of(
            List.of(
                read(2_000, 2_001, true),
                read(0, 1, true),
                read(100, 3_433, false),
                read(1_000, 1_001, true),
                read(1_900, 1_901, false)));

    assertThat(outage).isEqualTo(new Outage(5, 2, 0, Duration.ofMillis(1_900), true));
  }

  @Test
  void isNotOverWithoutAReadThatWasServedAfterwards() {
    Outage outage = Outage.of(List.of(read(0, 1, true), read(100, 900, false)));

    assertThat(outage.over()).isFalse();
    assertThat(outage.rto()).isEqualTo(Duration.ofMillis(800));
    assertThat(result(outage, WORST, 0, List.of()).objections())
        .containsExactly("readers were not served after the failure of the primary");
  }

  @Test
  void isNoOutageWhereEveryReadIsServed() {
    assertThat(Outage.of(List.of(read(0, 1, true), read(5, 6, true))))
        .isEqualTo(new Outage(2, 0, 0, Duration.ZERO, true));
  }

  @Test
  void hasFailedBeyondTheWorstCase() {
    Outage long1 = new Outage(9, 5, 0, WORST.plusMillis(10), true);

    assertThat(result(long1, WORST, 0, List.of()).objections())
        .containsExactly("the RTO is 4.01 s, more than 4.00 s");
    assertThat(result(new Outage(9, 0, 9, WORST, true), WORST.plusMillis(10), 0, List.of()))
        .satisfies(
            result ->
                assertThat(result.objections())
                    .containsExactly(
                        "the edge needed 4.01 s to leave the primary, more than 4.00 s"));
  }

  @Test
  void hasFailedWhereReadersSawWhatTheyMustNot() {
    Outage none = new Outage(9, 0, 0, Duration.ZERO, true);

    assertThat(result(none, WORST, 0, List.of()).objections()).isEmpty();
    assertThat(result(none, WORST, 2, List.of("older")).objections())
        .containsExactly("older", "2 reads failed while the primary was healthy");
  }

  private static DrillResult result(
      Outage outage, Duration steered, int failedOtherwise, List<String> faults) {
    return new DrillResult(
        "primary",
        Failure.ERRORS,
        Duration.ofSeconds(1),
        steered,
        outage,
        WORST,
        0,
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        failedOtherwise,
        faults);
  }

  @Test
  void isFreshOnlyWithEmptyQueuesAndAYoungProof() {
    Map<String, Backlog> empty = Map.of("changes", new Backlog(0, 0, 0));
    Duration most = Duration.ofSeconds(5);

    assertThat(Freshness.missing(empty, OptionalDouble.of(5), most)).isEmpty();
    assertThat(Freshness.missing(empty, OptionalDouble.of(5.1), most))
        .containsExactly("the last proof of equality is 5.1 s old, more than 5.0 s");
    assertThat(Freshness.missing(empty, OptionalDouble.empty(), most))
        .containsExactly("the reconciler has reported no proof");
    assertThat(
            Freshness.missing(Map.of("repairs", new Backlog(1, 2, 3)), OptionalDouble.of(0), most))
        .containsExactly("repairs holds 1 visible messages, 2 in flight and 3 delayed");
  }
}
