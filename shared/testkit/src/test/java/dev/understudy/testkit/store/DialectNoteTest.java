package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DialectNoteTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Dialect OTHER = new Dialect(EnumSet.of(Feature.TAGS), true);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryStandby standby = new InMemoryStandby();
  private final DialectNote note = new DialectNote(standby, standby, clock);

  @Test
  void measuresOnceAndReadsTheNoteUntilItIsOld() {
    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
    AtomicInteger writes = countWrites();

    clock.move(Duration.ofMinutes(59));
    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
    assertThat(writes).hasValue(0);

    clock.move(Duration.ofMinutes(2));
    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
    assertThat(writes).hasPositiveValue();
  }

  @Test
  void readsEachFeatureAndTheMarker() {
    write(DialectNote.content(OTHER, clock.instant()));

    assertThat(note.current(HOUR)).isEqualTo(OTHER);
  }

  @Test
  void readsTheLastDialectWithoutMeasuring() {
    Notes notes = new Notes(standby, clock);
    assertThat(DialectNote.last(notes)).isEmpty();
    write(DialectNote.content(OTHER, clock.instant()));
    clock.move(Duration.ofDays(30));
    AtomicInteger writes = countWrites();

    assertThat(DialectNote.last(notes)).contains(OTHER);
    assertThat(writes).hasValue(0);
  }

  @Test
  void measuresAnewIfTheNoteKnewOtherFeatures() {
    write(Map.of("at", clock.instant().toString(), "known", "[]", "features", "[]"));

    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
  }

  /** Two checks at once would disturb each other, and both could be wrong. */
  @Test
  void takesTheOlderNoteWhileAnotherFunctionMeasures() {
    write(DialectNote.content(OTHER, clock.instant()));
    clock.move(Duration.ofHours(2));
    AtomicInteger measured = new AtomicInteger();
    standby.after(
        (operation, key) -> {
          if (operation.equals("put")
              && key.equals(ReservedKeys.DIALECT_NOTE)
              && measured.getAndIncrement() == 0) {
            assertThat(new DialectNote(standby, standby, clock).current(HOUR)).isEqualTo(OTHER);
          }
        });

    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
    assertThat(measured).as("the lease and the result").hasValue(2);
  }

  @Test
  void endsItsLeaseIfTheStandbyFails() {
    standby.before(
        (operation, key) -> {
          if (operation.equals("createUpload")) {
            throw new StoreException.Unavailable("down", false, null);
          }
        });
    assertThatThrownBy(() -> note.current(HOUR)).isInstanceOf(StoreException.Unavailable.class);

    standby.before(Hook.NONE);
    assertThat(note.current(HOUR)).isEqualTo(Dialect.MINIO);
  }

  private void write(Map<String, Object> content) {
    assertThat(new Notes(standby, clock).open(ReservedKeys.DIALECT_NOTE).write(content)).isTrue();
  }

  private AtomicInteger countWrites() {
    AtomicInteger writes = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put")) {
            writes.incrementAndGet();
          }
        });
    return writes;
  }
}
