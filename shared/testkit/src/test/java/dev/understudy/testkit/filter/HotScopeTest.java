package dev.understudy.testkit.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.HotObjects;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.HotSets;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scopes that are limited to hot objects. */
class HotScopeTest {
  private final ManualClock clock = new ManualClock(HotSets.NEWEST);
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final ScopeSource source = ScopeSource.of(Scope.ALL, true, 2, clock);
  private final List<String> calls = new ArrayList<>();
  private boolean down;

  @BeforeEach
  void recordCalls() {
    primary.before(
        (operation, key) -> {
          calls.add(operation + " " + key);
          if (down) {
            throw new StoreException.Unavailable("The primary is down", false, null);
          }
        });
  }

  @Test
  void readsTheSetOnceAndThenAsksOnceAMinuteWhetherItHasChanged() {
    hot("a");
    assertThat(holds("a", "b")).containsExactly(true, false);
    assertThat(holds("a", "b")).containsExactly(true, false);
    assertThat(calls).containsExactly("open .understudy/filter", "open .understudy/hot");

    calls.clear();
    clock.move(Duration.ofMinutes(1));
    HotObjects before = source.current(primary).hot().orElseThrow();
    assertThat(calls).containsExactly("open .understudy/filter", "head .understudy/hot");
    assertThat(source.current(primary).hot()).containsSame(before);

    hot("b");
    clock.move(Duration.ofMinutes(1));
    assertThat(holds("a", "b")).containsExactly(false, true);
  }

  @Test
  void keepsTheFilterToo() {
    hot("a");
    put(ReservedKeys.FILTER, "- a".getBytes(UTF_8));

    assertThat(source.current(primary).holds(new ObjectKey("a"))).isFalse();
  }

  @Test
  void keepsTheLastGoodSetWhileTheNextIsNotUsable() {
    hot("a");
    assertThat(holds("a", "b")).containsExactly(true, false);

    put(ReservedKeys.HOT, "damaged".getBytes(UTF_8));
    clock.move(Duration.ofMinutes(1));
    assertThat(holds("a", "b")).containsExactly(true, false);

    down = true;
    clock.move(Duration.ofMinutes(1));
    assertThat(holds("a", "b")).containsExactly(true, false);
  }

  @Test
  void isUnknownUntilASetOfEnoughDaysCouldBeRead() {
    assertUnknown("it does not exist");
    put(ReservedKeys.HOT, HotSets.of(1, "a").encode());
    assertUnknown("requests of 2 days, and 3 are needed");
    put(ReservedKeys.HOT, new byte[100]);
    assertUnknown("it is no set of hot keys");

    hot("a");
    assertThat(holds("a", "b")).containsExactly(true, false);
  }

  private void assertUnknown(String why) {
    assertThatThrownBy(() -> source.current(primary))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining(".understudy/hot")
        .hasMessageContaining(why);
  }

  private void hot(String key) {
    put(ReservedKeys.HOT, HotSets.of(2, key).encode());
  }

  private void put(ObjectKey key, byte[] content) {
    primary.put(key, content, Samples.typed("application/octet-stream"));
  }

  private List<Boolean> holds(String... keys) {
    Scope scope = source.current(primary);
    return List.of(keys).stream()
        .map(key -> new ObjectProperties(new ObjectKey(key), 1, Instant.EPOCH))
        .map(object -> scope.refusal(object, clock.instant()).isEmpty())
        .toList();
  }
}
