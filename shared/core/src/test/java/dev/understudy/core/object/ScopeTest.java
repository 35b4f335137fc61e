package dev.understudy.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final ObjectKey KEY = new ObjectKey("any");
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void holdsEverythingUnlessToldOtherwise() {
    assertThat(Scope.of(List.of(), Optional.empty())).isEqualTo(Scope.ALL);
    assertThat(Scope.ALL.holds(new ObjectKey("any"))).isTrue();
    assertThat(Scope.ALL.refusal(KEY, 0, Instant.EPOCH, NOW)).isEmpty();
  }

  @Test
  void holdsKeysWithAPrefixAndTheHeartbeat() {
    Scope scope = Scope.of(List.of("site/", "media"), Optional.empty());

    assertThat(scope.holds(new ObjectKey("site/a"))).isTrue();
    assertThat(scope.holds(new ObjectKey("media-x"))).isTrue();
    assertThat(scope.holds(new ObjectKey(".heartbeat/understudy"))).isTrue();
    assertThat(scope.holds(new ObjectKey("site"))).isFalse();
    assertThat(scope.holds(new ObjectKey("Site/a"))).isFalse();
  }

  @Test
  void putsPrefixesInTheOrderOfListingsAndLeavesOutWhatOthersHold() {
    Scope scope =
        Scope.of(List.of("\uD83D\uDE00/", "b/c", "\uFF5E/", "b/", "b/"), Optional.empty());

    assertThat(scope.prefixes())
        .containsExactly(".heartbeat/understudy", "b/", "\uFF5E/", "\uD83D\uDE00/");
  }

  @Test
  void refusesAPrefixThatNoReplicaMayHaveByName() {
    for (String prefix : List.of("/a", "a//", "../", ".understudy/", ".origin/x")) {
      assertThatThrownBy(() -> Scope.of(List.of(prefix), Optional.empty()))
          .as(prefix)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(prefix);
    }
  }

  @Test
  void countsAgeFromTheLastChange() {
    Scope scope = Scope.of(List.of(), Optional.of(Duration.ofDays(30)));

    Instant limit = NOW.minus(Duration.ofDays(30));
    assertThat(scope.refusal(KEY, 0, limit, NOW)).isEmpty();
    assertThat(scope.refusal(KEY, 0, limit.minusSeconds(1), NOW)).contains(Refusal.TOO_OLD);
  }
}
