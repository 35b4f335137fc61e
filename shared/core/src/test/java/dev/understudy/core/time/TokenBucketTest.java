package dev.understudy.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that charge what they send, in simulated time. */
class TokenBucketTest {
  private static final double SECOND = 1e9;
  private static final double DEPTH = TokenBucket.DEPTH.toNanos();

  private long now;

  /** An amount that became usable. */
  private record Use(int stream, long at, long amount) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverAllowsMoreThanTheRateAndOneAmountInAnyTime(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double rate = Math.pow(10, 1 + 8 * random.nextDouble());
    long most = 1 + (long) (rate * random.nextDouble());
    now = random.nextLong(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
    TokenBucket bucket = new TokenBucket(() -> rate, () -> now);

    List<Use> uses = uses(bucket, 1 + random.nextInt(8), 300, () -> amount(random, most));

    double lowest = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (Use use : uses) {
      double earned = rate * (use.at - uses.get(0).at) / SECOND;
      lowest = Math.min(lowest, sum - earned);
      sum += use.amount;
      assertThat(sum - earned - lowest)
          .as("the amounts of a time, beyond its rate")
          .isLessThanOrEqualTo(most + rate * 2 * DEPTH / SECOND + 1);
    }
  }

  @Test
  void usesTheWholeRateAlsoIfThreadsWakeUpLate() {
    SplittableRandom random = new SplittableRandom(7);
    TokenBucket bucket = new TokenBucket(() -> 1e6, () -> now);

    for (int piece = 0; piece < 1_000; piece++) {
      long wait = bucket.charge(64 << 10);
      now += wait + random.nextLong((long) DEPTH);
    }

    assertThat((1_000L << 16) / (now / SECOND)).isEqualTo(1e6, within(5e3));
  }

  @Test
  void servesStreamsInTurn() {
    TokenBucket bucket = new TokenBucket(() -> 1e6, () -> now);

    List<Use> uses = uses(bucket, 5, 1_000, () -> 64 << 10);

    for (int stream = 0; stream < 5; stream++) {
      int number = stream;
      assertThat(uses.stream().filter(use -> use.stream == number).count()).isEqualTo(200);
    }
  }

  @Test
  void earnsNothingWhileItIsIdle() {
    TokenBucket bucket = new TokenBucket(() -> 1_000, () -> now);

    now += 3_600 * (long) SECOND;

    assertThat((double) bucket.charge(1_000)).isEqualTo(SECOND - DEPTH);
  }

  @Test
  void chargesNothingThatWouldComeTooLate() {
    TokenBucket bucket = new TokenBucket(() -> 1_000, () -> now);

    assertThat(bucket.charge(5_000, (long) SECOND)).isEmpty();
    assertThat(bucket.charge(500, (long) SECOND)).hasValue((long) (SECOND / 2));
  }

  @Test
  void followsARateThatChanges() {
    double change = 10 * SECOND;
    int streams = 4;
    long piece = 64 << 10;
    for (double[] rates :
        new double[][] {{1e6, 1e5}, {1e5, 1e6}, {1e5, Double.POSITIVE_INFINITY}}) {
      now = 0;
      TokenBucket bucket = new TokenBucket(() -> rates[now < change ? 0 : 1], () -> now);

      List<Use> uses = uses(bucket, streams, 2_000, () -> piece);

      double before = uses.stream().filter(use -> use.at < change).mapToLong(Use::amount).sum();
      assertThat(before).isEqualTo(rates[0] * 10, within((double) (streams + 1) * piece));
      double span = (uses.get(uses.size() - 1).at - change) / SECOND;
      double after = uses.stream().filter(use -> use.at >= change).mapToLong(Use::amount).sum();
      double charged = streams * piece / rates[0];
      assertThat(span).as("what was charged before the change ends").isGreaterThan(charged - 1);
      if (rates[1] < Double.POSITIVE_INFINITY) {
        assertThat(after)
            .isBetween(rates[1] * (span - charged), rates[1] * span + (streams + 1) * piece);
      } else {
        assertThat(span).isLessThan(charged + 1);
      }
    }
  }

  @Test
  void waitsForNothingWithoutALimit() {
    TokenBucket bucket = new TokenBucket(() -> Double.POSITIVE_INFINITY, () -> now);

    assertThat(bucket.charge(Long.MAX_VALUE)).isZero();
    assertThat(bucket.charge(Long.MAX_VALUE, 0)).hasValue(0);
  }

  @Test
  void refusesAnAmountThatTakesLongerThanTheClockCounts() {
    TokenBucket bucket = new TokenBucket(() -> 1e-9, () -> now);

    assertThat(bucket.charge(Long.MAX_VALUE, 1)).isEmpty();
    assertThat(bucket.charge(1, (long) SECOND)).isEmpty();
    assertThat(bucket.charge(0)).isZero();
  }

  /** Streams pause now and then. */
  private long amount(SplittableRandom random, long most) {
    if (random.nextInt(50) == 0) {
      now += random.nextLong((long) SECOND);
    }
    return 1 + random.nextLong(most);
  }

  /** Each stream charges its next amount when the one before became usable. */
  private List<Use> uses(TokenBucket bucket, int streams, int count, LongSupplier amount) {
    PriorityQueue<Use> pending = new PriorityQueue<>(Comparator.comparingLong(Use::at));
    for (int stream = 0; stream < streams; stream++) {
      pending.add(new Use(stream, now, 0));
    }
    List<Use> uses = new ArrayList<>();
    while (uses.size() < count) {
      Use use = pending.remove();
      now = Math.max(now, use.at);
      if (use.amount > 0) {
        uses.add(use);
      }
      long next = amount.getAsLong();
      pending.add(new Use(use.stream, now + bucket.charge(next), next));
    }
    return uses;
  }
}
