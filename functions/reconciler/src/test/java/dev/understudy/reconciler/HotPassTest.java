package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.StoreException;
import dev.understudy.testkit.store.HotSets;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes whose scope is limited to hot objects. */
class HotPassTest extends ReconcilerFixture {
  private static final Instant LONG_AGO = HotSets.NEWEST.minus(Duration.ofDays(9));

  @BeforeEach
  void limitToHotObjects() {
    hotDays = 2;
    clock.move(Duration.between(clock.instant(), LONG_AGO));
  }

  @Test
  void asksForNoReplicaOfAColdObjectAndKeepsExistingReplicasCurrent() {
    write("cold", "x");
    write("hot", "x");
    replicated("cold-stale", "x");
    write("cold-stale", "another");
    foreign("cold-orphan");
    today();
    write("young", "x");
    hot("hot");
    later();
    Summary first = run();
    later();
    run();

    assertThat(repairs.keys).contains("hot", "young", "cold-stale", "cold-orphan");
    assertThat(repairs.keys).doesNotContain("cold");
    assertThat(first.counts().get(Count.REFUSED)).isEqualTo(1);
  }

  @Test
  void sendsTheHintOnceAColdObjectIsHot() {
    write("object", "x");
    today();
    hot("another");
    later();
    run();
    assertThat(repairs.keys).isEmpty();

    hot("object");
    clock.move(Duration.ofHours(1));
    run();
    assertThat(repairs.keys).containsExactly("object");
  }

  /** A new set each hour must not begin a new pass each hour. */
  @Test
  void goesOnWithThePassWhereTheSetHasChanged() {
    for (int i = 0; i < 250; i++) {
      replicated("m/%03d".formatted(i), "x");
    }
    today();
    hot("a");
    assertThat(runOutOfTime().complete()).isFalse();

    hot("b");
    clock.move(Duration.ofHours(1));
    Summary summary = run();

    assertThat(summary.counts().get(Count.KEYS)).isLessThan(250);
    assertThat(summary.complete()).isTrue();
    assertThat(summary.watermark().orElseThrow().proof().orElseThrow().scope())
        .contains("all keys, read or changed within 2 days");
  }

  @Test
  void stopsWhileNoUsableSetIsKnown() {
    foreign("orphan");
    today();

    assertThatThrownBy(this::run)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("it does not exist");
    assertThat(repairs.keys).isEmpty();
  }

  private void today() {
    clock.move(Duration.between(clock.instant(), HotSets.NEWEST.plus(Duration.ofHours(12))));
  }

  private void hot(String... keys) {
    primary.put(
        ReservedKeys.HOT, HotSets.of(2, keys).encode(), Samples.typed("application/octet-stream"));
  }
}
