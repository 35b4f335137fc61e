package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.HotSets;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Replicators whose scope is limited to hot objects. */
class HotReplicatorTest {
  private static final ObjectKey KEY = new ObjectKey("key");

  private final ManualClock clock = new ManualClock(HotSets.NEWEST.minus(Duration.ofDays(9)));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final Replicator replicator =
      Replicators.over(
          primary,
          standby,
          queue,
          new Backoff(new SplittableRandom(1)),
          ScopeSource.of(Scope.ALL, true, 2, clock));

  @Test
  void copiesAColdObjectOnceItIsReadOrChanged() {
    write("one");
    today();
    hot("another");
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();

    hot("key");
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void updatesAndDeletesTheReplicaOfAColdObject() {
    write("one");
    hot("key");
    replicate(1);
    write("two");
    today();
    hot("another");

    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).contains("two".getBytes(UTF_8));
    primary.delete(KEY);
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void writesAndParksNothingWhileNoUsableSetIsKnown() {
    write("one");
    today();
    assertThat(replicate(90)).containsExactly("id");
    assertThat(standby.content(KEY)).isEmpty();
    assertThat(queue.parked).isEmpty();

    hot("key");
    assertThat(replicate(91)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void evictsAColdReplicaWhereTheFilterSaysSo() {
    write("one");
    hot("key");
    filter("evict: true");
    replicate(1);
    assertThat(standby.content(KEY)).isPresent();

    today();
    hot("another");
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void evictsNothingByASetOfMoreThanAMinuteAgo() {
    write("one");
    hot("key");
    replicate(1);
    today();
    hot("another");
    replicate(1);
    filter("evict: true");
    primary.put(ReservedKeys.HOT, new byte[1], Samples.typed("text/plain"));
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();

    hot("another");
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();
  }

  private void filter(String line) {
    primary.put(ReservedKeys.FILTER, line.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private void today() {
    clock.move(Duration.between(clock.instant(), HotSets.NEWEST));
  }

  private void hot(String key) {
    primary.put(ReservedKeys.HOT, HotSets.of(2, key).encode(), Samples.typed("text/plain"));
  }

  private void write(String content) {
    primary.put(KEY, content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  /** A hint of a change. */
  private List<String> replicate(int receives) {
    String hint = new Hint(KEY, Optional.of(clock.instant()), 0).toJson("primary");
    return replicator.replicate(
        List.of(new QueueMessage("changes", "id", "handle", hint, receives)),
        new Invocation("request", new Deadline(() -> 300_000L, Duration.ofSeconds(20))));
  }
}
