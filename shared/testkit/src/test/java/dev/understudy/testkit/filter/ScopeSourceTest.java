package dev.understudy.testkit.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopeSourceTest {
  private static final ObjectKey JPG = new ObjectKey("site/a.jpg");
  private static final ObjectKey TMP = new ObjectKey("site/a.tmp");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final ScopeSource source =
      ScopeSource.of(Scope.of(List.of("site/"), Optional.empty()), true, 0, clock);
  private int reads;
  private boolean down;

  @BeforeEach
  void countReads() {
    primary.before(
        (operation, key) -> {
          reads++;
          if (down) {
            throw new StoreException.Unavailable("The primary is down", false, null);
          }
        });
  }

  @Test
  void readsTheFilterOnceAMinute() {
    filter("- *.tmp");

    assertThat(holds(JPG, TMP)).containsExactly(true, false);
    filter("- *.jpg");
    clock.move(Duration.ofSeconds(59));
    assertThat(holds(JPG, TMP)).containsExactly(true, false);
    assertThat(reads).isEqualTo(1);

    clock.move(Duration.ofSeconds(1));
    assertThat(holds(JPG, TMP)).containsExactly(false, true);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keepsTheConfiguredPrefixes() {
    filter("+ **");

    assertThat(holds(new ObjectKey("other/a"), ReservedKeys.HEARTBEAT))
        .containsExactly(false, true);
  }

  @Test
  void holdsEverythingInItsPrefixesIfThereIsNoFilter() {
    assertThat(holds(JPG, TMP)).containsExactly(true, true);
  }

  @Test
  void readsNothingIfTheFilterIsOff() {
    filter("- **");

    Scope scope = ScopeSource.of(Scope.ALL, false, 0, clock).current(primary);

    assertThat(scope).isEqualTo(Scope.ALL);
    assertThat(reads).isZero();
  }

  @Test
  void keepsTheLastGoodFilterWhileTheNextIsNotUsable() {
    filter("- *.tmp");
    assertThat(holds(JPG, TMP)).containsExactly(true, false);

    filter("- [");
    clock.move(Duration.ofMinutes(1));
    assertThat(holds(JPG, TMP)).containsExactly(true, false);

    down = true;
    clock.move(Duration.ofMinutes(1));
    assertThat(holds(JPG, TMP)).containsExactly(true, false);

    down = false;
    filter("- *.jpg");
    clock.move(Duration.ofMinutes(1));
    assertThat(holds(JPG, TMP)).containsExactly(false, true);
  }

  @Test
  void isUnknownUntilAFilterCouldBeRead() {
    filter("# ok\n- [");
    assertThatThrownBy(() -> source.current(primary))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining(".understudy/filter")
        .hasMessageContaining("line 2, column 3");

    filter("- *.tmp");
    down = true;
    assertThatThrownBy(() -> source.current(primary)).hasMessageContaining("down");

    down = false;
    assertThat(holds(JPG, TMP)).containsExactly(true, false);
  }

  @Test
  void refusesAFilterThatIsTooLarge() {
    filter("# " + "x".repeat(70_000));

    assertThatThrownBy(() -> source.current(primary)).hasMessageContaining("65536");
  }

  private void filter(String text) {
    primary.put(ReservedKeys.FILTER, text.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private List<Boolean> holds(ObjectKey... keys) {
    Scope scope = source.current(primary);
    return List.of(keys).stream().map(scope::holds).toList();
  }
}
