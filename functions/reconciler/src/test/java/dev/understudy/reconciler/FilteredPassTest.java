package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes whose scope is narrowed by the filter in the primary. */
class FilteredPassTest extends ReconcilerFixture {
  @BeforeEach
  void readTheFilter() {
    filtered = true;
  }

  @Test
  void ignoresKeysOutsideTheFilterOnBothSides() {
    filter("- other/");
    write("site/missing", "x");
    write("other/missing", "x");
    replicated("other/stale", "x");
    write("other/stale", "another");
    foreign("other/orphan");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(repairs.keys).containsOnly("site/missing");
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(1);
    assertThat(summary.counts().get(Count.ORPHANED)).isZero();
    assertThat(summary.counts().get(Count.REFUSED)).isZero();
  }

  @Test
  void countsObjectsOutsideTheBoundsAsRefusedAndKeepsExistingReplicasCurrent() {
    filter("max-size: 3B");
    write("large", "four");
    replicated("stale", "x");
    write("stale", "four");
    later();

    Summary summary = run();

    assertThat(repairs.keys).containsExactly("stale");
    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
  }

  @Test
  void deletesNothingWhereTheFilterIsNarrowed() {
    filter("+ **");
    replicated("site/a", "x");
    replicated("other/a", "x");
    later();
    assertThat(run().complete()).isTrue();

    filter("- other/");
    clock.move(Duration.ofHours(1));
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).isEmpty();
    assertThat(proof(summary).keys()).isEqualTo(1);
  }

  @Test
  void beginsANewPassWhereTheFilterHasChanged() {
    filter("- a/");
    for (int i = 0; i < 250; i++) {
      replicated("m/%03d".formatted(i), "x");
    }
    write("a/missing", "x");
    later();
    assertThat(runOutOfTime().complete()).isFalse();

    filter("- b/");
    later();
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  @Test
  void namesTheFilterInTheProof() {
    String text = "- other/";
    filter(text);
    replicated("site/a", "x");
    later();

    String digest = Filter.parse(text.getBytes(UTF_8)).digest();
    assertThat(proof(run()).scope()).contains("all keys, filter " + digest);
  }

  @Test
  void stopsWhileNoUsableFilterIsKnown() {
    filter("+ site/**\n- [a");
    foreign("orphan");
    later();

    assertThatThrownBy(this::run)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("line 2, column 3");
    assertThat(repairs.keys).isEmpty();
  }

  private static Proof proof(Summary summary) {
    return summary.watermark().orElseThrow().proof().orElseThrow();
  }

  private void filter(String text) {
    write(ReservedKeys.FILTER.value(), text);
  }
}
