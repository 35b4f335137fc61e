package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Replicators that read the filter from the primary. */
class FilteredReplicatorTest {
  private static final ObjectKey KEY = new ObjectKey("a.tmp");
  private static final ObjectKey BAK = new ObjectKey("a.bak");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final Replicator replicator = replicator();

  @Test
  void followsAChangedFilterWithinAMinute() {
    write(ReservedKeys.FILTER, "- *.tmp");
    write(KEY, "one");

    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();

    write(ReservedKeys.FILTER, "- *.bak");
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void keepsItsFilterWhileTheNextIsNotUsable() {
    write(ReservedKeys.FILTER, "- *.tmp");
    write(KEY, "one");
    replicate(1);

    write(ReservedKeys.FILTER, "- *.{bak");
    clock.move(Duration.ofHours(1));

    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void writesAndParksNothingWhileNoUsableFilterIsKnown() {
    write(ReservedKeys.FILTER, "*.tmp");
    write(KEY, "one");

    assertThat(replicate(90)).containsExactly("id");
    assertThat(standby.content(KEY)).isEmpty();
    assertThat(queue.parked).isEmpty();

    write(ReservedKeys.FILTER, "+ *.tmp");
    assertThat(replicate(91)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();
  }

  @Test
  void evictsNothingWhileItsFilterCannotBeReadAgain() {
    write(KEY, "one");
    replicate(1);
    write(ReservedKeys.FILTER, "- *.tmp\nevict: true");
    clock.move(Duration.ofMinutes(1));
    primary.before(
        (operation, key) -> {
          if (key.equals(ReservedKeys.FILTER)) {
            throw new StoreException.Unavailable("The primary is down", false, null);
          }
        });
    replicate(1);
    assertThat(standby.content(KEY)).as("by the filter before").isPresent();

    primary.before(Hook.NONE);
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(1)).isEmpty();
    assertThat(standby.content(KEY)).isEmpty();
  }

  @Test
  void evictsNothingByAFilterOfMoreThanAMinuteAgo() {
    write(KEY, "one");
    replicate(1);
    write(ReservedKeys.FILTER, "- *.bak\nevict: true");
    clock.move(Duration.ofMinutes(1));
    replicate(1);
    write(ReservedKeys.FILTER, "- [");
    clock.move(Duration.ofMinutes(1));
    write(KEY, "two");
    write(BAK, "two");
    put(standby, BAK);

    assertThat(replicate(1)).isEmpty();
    assertThat(replicate(BAK, 1)).isEmpty();
    assertThat(standby.content(KEY)).isPresent();
    assertThat(standby.content(BAK)).isPresent();

    primary.delete(ReservedKeys.FILTER);
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(BAK, 1)).isEmpty();
    assertThat(standby.content(BAK)).as("without a filter").isPresent();

    write(ReservedKeys.FILTER, "- *.bak\nevict: true");
    clock.move(Duration.ofMinutes(1));
    assertThat(replicate(BAK, 1)).isEmpty();
    assertThat(standby.content(BAK)).isEmpty();
  }

  @Test
  void costsOneReadAMinute() {
    write(ReservedKeys.FILTER, "+ *.tmp");
    write(KEY, "one");
    List<String> calls = new ArrayList<>();
    primary.before((operation, key) -> calls.add(operation + " " + key));

    replicate(1);
    replicate(1);

    assertThat(calls)
        .containsExactly("open .understudy/filter", "open a.tmp", "head a.tmp", "open a.tmp");
  }

  private Replicator replicator() {
    return Replicators.over(
        primary,
        standby,
        queue,
        new Backoff(new SplittableRandom(1)),
        ScopeSource.of(Scope.ALL, true, 0, clock));
  }

  private void write(ObjectKey key, String content) {
    primary.put(key, content.getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private static void put(InMemoryStandby standby, ObjectKey key) {
    InMemoryPrimary elsewhere = new InMemoryPrimary(new ManualClock(Instant.EPOCH));
    PrimaryObject object = elsewhere.put(key, "old".getBytes(UTF_8), Samples.typed("text/plain"));
    standby.put(
        key,
        "old".getBytes(UTF_8),
        Optional.empty(),
        object.fingerprint(),
        new Condition.Absent(),
        object.lastModified());
  }

  /** A hint of a change. */
  private List<String> replicate(int receives) {
    return replicate(KEY, receives);
  }

  private List<String> replicate(ObjectKey key, int receives) {
    String hint = new Hint(key, Optional.of(clock.instant()), 0).toJson("primary");
    return replicator.replicate(
        List.of(new QueueMessage("changes", "id", "handle", hint, receives)),
        new Invocation("request", new Deadline(() -> 300_000L, Duration.ofSeconds(20))));
  }
}
