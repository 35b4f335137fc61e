package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Scope.Membership;
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
    assertThat(Scope.ALL.refusal(changed(Instant.EPOCH), NOW)).isEmpty();
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
    assertThat(scope.refusal(changed(limit), NOW)).isEmpty();
    assertThat(scope.refusal(changed(limit.minusSeconds(1)), NOW)).contains(Refusal.TOO_OLD);
  }

  @Test
  void evictsWhatTheFilterExcludesAndKeepsWhatTheConfigurationExcludes() {
    Scope scope =
        Scope.of(List.of("site/"), Optional.of(Duration.ofDays(30)))
            .with(filter("- *.tmp", "max-size: 5B", "evict: true"));
    Instant old = NOW.minus(Duration.ofDays(31));

    assertThat(scope.membership(new ObjectKey("site/a"))).isEqualTo(Membership.IN);
    assertThat(scope.membership(new ObjectKey("site/a.tmp"))).isEqualTo(Membership.OUT_EVICT);
    assertThat(scope.membership(new ObjectKey("other/a.tmp"))).isEqualTo(Membership.OUT_KEEP);
    assertThat(membership(scope, "site/a", 5, NOW)).isEqualTo(Membership.IN);
    assertThat(membership(scope, "site/a", 6, NOW)).isEqualTo(Membership.OUT_EVICT);
    assertThat(membership(scope, "site/a.tmp", 5, NOW)).isEqualTo(Membership.OUT_EVICT);
    assertThat(membership(scope, "site/a", 5, old)).isEqualTo(Membership.OUT_KEEP);
    assertThat(membership(scope, "site/a", 6, old)).isEqualTo(Membership.OUT_EVICT);
    assertThat(membership(scope, "other/a", 6, old)).isEqualTo(Membership.OUT_KEEP);
  }

  @Test
  void keepsEverythingWhereTheFilterDoesNotEvict() {
    Scope scope = Scope.ALL.with(filter("- *.tmp", "max-size: 5B"));

    assertThat(scope.membership(new ObjectKey("a.tmp"))).isEqualTo(Membership.OUT_KEEP);
    assertThat(membership(scope, "a", 6, NOW)).isEqualTo(Membership.OUT_KEEP);
    Scope evicting = Scope.ALL.with(filter("- *.tmp", "max-size: 5B", "evict: true"));
    assertThat(membership(evicting.withoutEviction(), "a", 6, NOW)).isEqualTo(Membership.OUT_KEEP);
    assertThat(evicting.withoutEviction()).isNotEqualTo(evicting);
    assertThat(evicting.withoutEviction().filter().digest()).isEqualTo(evicting.filter().digest());
  }

  @Test
  void neverEvictsTheHeartbeatOrReservedKeys() {
    Scope scope = Scope.ALL.with(filter("- **", "max-size: 0B", "evict: true"));

    assertThat(membership(scope, ReservedKeys.HEARTBEAT.value(), 9, NOW)).isEqualTo(Membership.IN);
    for (ObjectKey key : List.of(ReservedKeys.FILTER, ReservedKeys.HEALTH)) {
      assertThat(scope.membership(key)).isEqualTo(Membership.OUT_KEEP);
      assertThat(membership(scope, key.value(), 9, NOW)).isEqualTo(Membership.OUT_KEEP);
    }
  }

  private static Membership membership(Scope scope, String key, long size, Instant modified) {
    return scope.membership(
        new ObjectProperties(new ObjectKey(key), size, modified, "STANDARD", Optional.empty()),
        NOW);
  }

  private static ObjectProperties changed(Instant modified) {
    return new ObjectProperties(KEY, 0, modified, "STANDARD", Optional.empty());
  }

  private static Filter filter(String... lines) {
    return Filter.parse(String.join("\n", lines).getBytes(UTF_8));
  }
}
