package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.junit.Seeds;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
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

  @ParameterizedTest(name = "seed {0}")
  @Seeds(15)
  void endsEqualWhateverInterrupts(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00.400Z"));
    InMemoryPrimary primary = new InMemoryPrimary(clock);
    InMemoryStandby standby = new InMemoryStandby();
    Converge converge =
        new Converge(
            primary, standby, new PartSettings(5 << 20, 1, 1), Scope.ALL, HeldLabels.MINIO);
    primary.put(KEY, film(0), FILM);
    standby.before(failing(random));
    standby.after(failing(random));

    for (int slice = 1; slice <= SLICES; slice++) {
      clock.move(Duration.ofSeconds(random.nextInt(30)));
      if (random.nextInt(4) == 0) {
        primary.put(KEY, film(slice), FILM);
      }
      try {
        converge.run(KEY, Deadlines.afterLooks(random.nextInt(PARTS + 1)));
      } catch (StoreException tolerated) {
        // The message comes back.
      }
    }
    standby.before(Hook.NONE);
    standby.after(Hook.NONE);
    clock.move(Duration.ofSeconds(30));

    Outcome last = converge.run(KEY, Deadlines.FAR);

    assertThat(last).isInstanceOfAny(Outcome.Copied.class, Outcome.InSync.class);
    assertThat(standby.content(KEY).orElseThrow()).isEqualTo(bytes(primary));
    assertThat(primary.openReads()).as("reads left open").isZero();
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
