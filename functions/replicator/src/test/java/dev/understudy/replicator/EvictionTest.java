package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas that a filter with {@code evict: true} excludes. */
class EvictionTest {
  private static final ObjectKey KEY = new ObjectKey("a.tmp");
  private static final Outcome FILTERED = new Outcome.Refused(Refusal.FILTERED);
  private static final Outcome EVICTED = new Outcome.Evicted();

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final List<String> calls = new ArrayList<>();
  private Scope scope = Scope.ALL;
  private final Converge converge =
      new Converge(
          primary,
          standby,
          new PartSettings(5 << 20, 3, 64 << 20),
          any -> scope,
          HeldLabels.MINIO,
          Dialect.MINIO);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(primary.openReads()).as("reads of the primary left open").isZero();
  }

  @Test
  void deletesTheReplicaOfAKeyThatAPatternExcludes() {
    replicated("one");
    filter("- *.tmp", "evict: true");
    record();

    assertThat(run()).isEqualTo(EVICTED);

    assertThat(standby.content(KEY)).isEmpty();
    assertThat(calls)
        .containsExactly(
            "standby head", "primary open", "standby timeOf", "standby delete", "primary head");
  }

  @Test
  void asksThePrimaryNothingAboutAnExcludedKeyWithoutAReplica() {
    put("one");
    filter("- *.tmp", "evict: true");
    record();

    assertThat(run()).isEqualTo(FILTERED);
    assertThat(calls).containsExactly("standby head");
  }

  @Test
  void deletesTheReplicaOfAnObjectThatAnOptionExcludes() {
    filter("max-size: 3B", "max-age: 1d", "exclude-tag: draft=yes", "evict: true");
    replicated("one");
    put("large");
    assertThat(run()).isEqualTo(EVICTED);
    assertThat(run()).isEqualTo(FILTERED);

    replicated("two");
    primary.tag(KEY, Map.of("draft", "yes"));
    assertThat(run()).isEqualTo(EVICTED);
    primary.tag(KEY, Map.of("draft", "no"));
    assertThat(run()).isEqualTo(new Outcome.Copied(3));

    clock.move(Duration.ofDays(2));
    assertThat(run()).isEqualTo(EVICTED);
  }

  /** A GET of an archived object is refused, a HEAD is not. */
  @Test
  void deletesTheReplicaOfAnObjectThatMovedToAnotherStorageClass() {
    filter("storage-class: STANDARD, INTELLIGENT_TIERING", "evict: true");
    replicated("one");
    primary.transition(KEY, "INTELLIGENT_TIERING");
    assertThat(run()).isEqualTo(new Outcome.InSync());
    primary.transition(KEY, "STANDARD_IA");
    assertThat(run()).isEqualTo(EVICTED);
    primary.transition(KEY, "STANDARD");
    assertThat(run()).isEqualTo(new Outcome.Copied(3));

    primary.transition(KEY, "GLACIER");
    assertThat(run()).isEqualTo(EVICTED);
    assertThat(run()).isEqualTo(new Outcome.Refused(Refusal.ARCHIVED));
  }

  @Test
  void keepsTheReplicaWhereTheFilterDoesNotEvict() {
    replicated("one");
    filter("- *.tmp", "evict: false");

    assertThat(run()).isEqualTo(FILTERED);
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void copiesAgainWhatComesBackIntoScope() {
    replicated("one");
    filter("- *.tmp", "evict: true");
    assertThat(run()).isEqualTo(EVICTED);
    filter("+ **", "evict: true");

    assertThat(run()).isEqualTo(new Outcome.Copied(3));
    assertThat(run()).isEqualTo(new Outcome.InSync());
  }

  @Test
  void deletesAnExcludedReplicaWhoseOriginalIsGone() {
    replicated("one");
    primary.delete(KEY);
    filter("- *.tmp", "evict: true");

    assertThat(run()).isEqualTo(new Outcome.Deleted());
  }

  /** The hint was sent when the filter excluded the key. */
  @Test
  void copiesAgainIfTheFilterIsWidenedWhileTheReplicaIsDeleted() {
    replicated("one");
    filter("- *.tmp", "evict: true");
    standby.after(once("delete", () -> filter("- *.bak", "evict: true")));

    assertThat(run()).isEqualTo(new Outcome.Copied(3));
  }

  @Test
  void copiesAgainIfTheObjectComesIntoScopeWhileItsReplicaIsDeleted() {
    filter("max-size: 3B", "evict: true");
    replicated("one");
    put("large");
    standby.before(once("delete", () -> put("two")));

    assertThat(run()).isEqualTo(new Outcome.Copied(3));
    assertThat(standby.content(KEY).map(bytes -> new String(bytes, UTF_8))).contains("two");
  }

  /** The deletion is stamped directly above the replica that it was decided on. */
  @Test
  void leavesAReplicaThatWasWrittenSinceItWasRead() {
    filter("exclude-tag: draft=yes", "evict: true");
    replicated("one");
    primary.tag(KEY, Map.of("draft", "yes"));
    clock.move(Duration.ofHours(1));
    standby.before(
        once(
            "delete",
            () -> {
              primary.tag(KEY, Map.of("draft", "no"));
              assertThat(run()).isEqualTo(new Outcome.Copied(3));
              standby.before(Hook.NONE);
              standby.after(once("delete", () -> assertThat(standby.content(KEY)).isPresent()));
            }));

    assertThat(run()).isEqualTo(new Outcome.InSync());
  }

  @Test
  void deletesNothingIfThePrimaryCannotBeAsked() {
    replicated("one");
    filter("- *.tmp", "evict: true");
    primary.before(
        (operation, key) -> {
          throw new StoreException.Unavailable("The primary answered 403", false, 403, null);
        });

    assertThatThrownBy(this::run).isInstanceOf(StoreException.Unavailable.class);
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void neverDeletesTheHeartbeatOrReservedKeys() {
    for (ObjectKey key : List.of(ReservedKeys.HEARTBEAT, ReservedKeys.HEALTH)) {
      primary.put(key, "x".getBytes(UTF_8), Samples.typed("text/plain"));
    }
    converge.run(ReservedKeys.HEARTBEAT, Deadlines.FAR);
    filter("- **", "max-size: 0B", "evict: true");

    assertThat(converge.run(ReservedKeys.HEARTBEAT, Deadlines.FAR)).isEqualTo(new Outcome.InSync());
    assertThat(converge.run(ReservedKeys.HEALTH, Deadlines.FAR))
        .isEqualTo(new Outcome.Refused(Refusal.RESERVED_KEY));
  }

  static LongStream seeds() {
    Long given = Long.getLong("understudy.seed");
    return given != null ? LongStream.of(given) : new Random().longs(5, 0, Long.MAX_VALUE);
  }

  /** Random changes of filter and objects. After each hint, the standby holds what is in scope. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsExactlyWhatIsInScope(long seed) {
    Random random = new Random(seed);
    List<ObjectKey> keys = List.of(KEY, new ObjectKey("b/a.tmp"), new ObjectKey("c"));
    List<String> lines =
        List.of("- *.tmp", "- b/", "max-size: 2B", "storage-class: STANDARD", "tag: t=1");
    for (int step = 0; step < 200; step++) {
      clock.move(Duration.ofSeconds(random.nextInt(10)));
      List<String> chosen = new ArrayList<>(lines);
      chosen.removeIf(line -> random.nextInt(4) > 0);
      chosen.add("evict: true");
      scope = random.nextInt(3) > 0 ? scope : parsed(chosen);
      change(keys.get(random.nextInt(3)), random);

      keys.forEach(key -> converge.run(key, Deadlines.FAR));

      Set<ObjectKey> replicas = new TreeSet<>(keys);
      replicas.removeIf(key -> standby.content(key).isEmpty());
      Set<ObjectKey> wanted = new TreeSet<>(keys);
      wanted.removeIf(key -> primary.head(key).filter(o -> isWanted(o.properties())).isEmpty());
      assertThat(replicas).as("step %d of seed %d, %s", step, seed, chosen).isEqualTo(wanted);
    }
  }

  private boolean isWanted(ObjectProperties object) {
    return scope.refusal(object, clock.instant()).isEmpty();
  }

  private void change(ObjectKey key, Random random) {
    if (primary.head(key).isEmpty() || random.nextInt(4) == 0) {
      byte[] content = "x".repeat(1 + random.nextInt(4)).getBytes(UTF_8);
      primary.put(key, content, Samples.typed("text/plain"));
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> primary.delete(key);
      case 1 -> primary.transition(key, random.nextBoolean() ? "STANDARD" : "STANDARD_IA");
      default -> primary.tag(key, Map.of("t", random.nextBoolean() ? "1" : "2"));
    }
  }

  private void replicated(String content) {
    put(content);
    assertThat(run()).isEqualTo(new Outcome.Copied(content.length()));
  }

  private void put(String content) {
    clock.move(Duration.ofSeconds(1));
    primary.put(KEY, content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private Outcome run() {
    return converge.run(KEY, Deadlines.FAR);
  }

  private void filter(String... lines) {
    scope = parsed(List.of(lines));
  }

  private static Scope parsed(List<String> lines) {
    return Scope.ALL.with(Filter.parse(String.join("\n", lines).getBytes(UTF_8)));
  }

  private static Hook once(String operation, Runnable action) {
    boolean[] done = new boolean[1];
    return (now, key) -> {
      if (now.equals(operation) && !done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private void record() {
    standby.before((operation, key) -> calls.add("standby " + operation));
    primary.before((operation, key) -> calls.add("primary " + operation));
  }
}
