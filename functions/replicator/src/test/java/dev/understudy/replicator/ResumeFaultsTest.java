package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.junit.Seeds;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A large object copied in slices of any length while any call of the standby may fail, before or
 * after it took effect, and the original may change. Run one seed again with {@code
 * -Dunderstudy.seed=N}.
 */
class ResumeFaultsTest {
  private static final ObjectKey KEY = new ObjectKey("film.mp4");
  private static final Attributes FILM = Samples.typed("video/mp4");
  private static final int PARTS = 4;
  private static final int SLICES = 12;

  /** About as many as the parts have blocks, so that a slice ends anywhere. */
  private static final int LOOKS = 2_500;

  @ParameterizedTest(name = "seed {0}")
  @Seeds(15)
  void endsEqualWhateverInterrupts(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
    InMemoryPrimary primary = new InMemoryPrimary(clock);
    InMemoryStandby standby = new InMemoryStandby();
    Converge converge =
        new Converge(
            primary,
            standby,
            new PartSettings(5 << 20, 1, 1),
            ScopeSource.of(Scope.ALL),
            HeldLabels.MINIO,
            Dialect.MINIO);
    primary.put(KEY, film(0), FILM);
    standby.before(failing(random));
    standby.after(failing(random));

    boolean wasInDoubt = false;
    for (int slice = 1; slice <= SLICES; slice++) {
      clock.move(Duration.ofSeconds(random.nextInt(30)));
      if (random.nextInt(4) == 0) {
        primary.put(KEY, film(slice), FILM);
      }
      try {
        converge.run(KEY, Deadlines.afterLooks(random.nextInt(LOOKS)));
      } catch (StoreException.InDoubt tolerated) {
        // The message comes back when the lease has expired.
        wasInDoubt = true;
      } catch (StoreException tolerated) {
        // The message comes back soon.
      }
      assertThat(wasInDoubt || !isLeased(standby)).as("no lease that the message meets").isTrue();
    }
    standby.before(Hook.NONE);
    standby.after(Hook.NONE);
    clock.move(Duration.ofMinutes(16));

    Outcome last = converge.run(KEY, Deadlines.FAR);

    assertThat(last).isInstanceOfAny(Outcome.Copied.class, Outcome.InSync.class);
    assertThat(standby.content(KEY).orElseThrow()).isEqualTo(bytes(primary));
    assertThat(primary.openReads()).as("reads left open").isZero();
  }

  /** Whether a worker that reads the record now leaves the object to another one. */
  private static boolean isLeased(InMemoryStandby standby) {
    Optional<NoteFields> record =
        standby
            .content(UploadRecords.nameFor(KEY))
            .flatMap(content -> JsonTree.object(new String(content, UTF_8)))
            .map(NoteFields::new);
    return record.filter(fields -> fields.number("leasedUntil") > 0).isPresent()
        && standby.isOpen(record.flatMap(fields -> fields.text("upload")).orElseThrow());
  }

  private static Hook failing(Random random) {
    return (operation, key) -> {
      if (random.nextInt(12) == 0) {
        boolean write = operation.equals("complete") || operation.equals("put");
        throw write
            ? new StoreException.InDoubt("no answer", null)
            : new StoreException.Unavailable("down", false, null);
      }
    };
  }

  private static byte[] bytes(InMemoryPrimary primary) {
    try (var read = primary.open(KEY)) {
      return read.body().readAllBytes();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] film(int seed) {
    byte[] content = new byte[(PARTS - 1) * (5 << 20) + 17];
    new Random(seed).nextBytes(content);
    return content;
  }
}
