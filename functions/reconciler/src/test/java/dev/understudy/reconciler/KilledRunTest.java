package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.Hook;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end while they write: the watermark, a list of suspects, or hints. */
class KilledRunTest extends ReconcilerFixture {
  private static final Deadline LONG = new Deadline(() -> 900_000, Duration.ofSeconds(60));

  private final Set<String> drifted = new TreeSet<>();
  private final AtomicInteger writes = new AtomicInteger();

  /** Enough suspects for two steps, and few enough orphans for the brake. */
  @BeforeEach
  void fill() {
    settings =
        new ReconcilerSettings(
            "primary to standby", GRACE, 10_000, 10, 30, 100_000, 4, 400, Scope.ALL);
    for (int i = 0; i < SuspectLists.MAX_SUSPECTS + 100; i++) {
      String number = "%04d".formatted(i);
      foreign("a/" + number);
      drifted.add("a/" + number);
      replicated("b/" + number, "x");
    }
    for (String name : Set.of("a/0500.missing", "b/0500.missing", "c/missing")) {
      write(name, "x");
      drifted.add(name);
    }
    later();
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Each write of a pass fails in turn: the run is killed after it, or it is lost. The run does
   * nothing after it, and the next runs hint at each drifted key.
   */
  @ParameterizedTest(name = "written: {0}")
  @ValueSource(booleans = {true, false})
  void losesNothingWhicheverWriteIsTheLast(boolean written) {
    int failures = 0;
    while (failsAtWrite(failures, written)) {
      assertThat(writes).as("nothing follows the write").hasValue(failures + 1);
      standby.before(Hook.NONE);
      standby.after(Hook.NONE);
      assertThat(run(GO_ON, LONG).complete()).isTrue();
      assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drifted);
      failures++;
    }
    assertThat(failures).as("watermarks and lists").isGreaterThan(10);
  }

  private boolean failsAtWrite(int number, boolean written) {
    repairs.keys.clear();
    writes.set(0);
    Hook hook =
        (operation, key) -> {
          if (isState(operation, key) && writes.getAndIncrement() == number) {
            if (written) {
              throw new Killed();
            }
            throw new StoreException.Unavailable("503", false, null);
          }
        };
    standby.before(written ? Hook.NONE : hook);
    standby.after(written ? hook : Hook.NONE);
    try {
      run(GO_ON, LONG);
      return false;
    } catch (Killed | StoreException.Unavailable e) {
      return true;
    }
  }

  private static boolean isState(String operation, ObjectKey key) {
    return operation.equals("put") && key.value().startsWith(ReservedKeys.RECONCILER);
  }

  /** The write waits until three pages are listed that were not requested before it. */
  @Test
  void listsOnWhileTheWatermarkOfAStepIsWritten() {
    CountDownLatch writing = new CountDownLatch(1);
    AtomicInteger pages = new AtomicInteger();
    int beforeStep = 3;
    standbyListing =
        (at, max) -> {
          if (pages.getAndIncrement() >= beforeStep) {
            await(writing);
          }
          return standby.page(at, max);
        };
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(list())) {
            writing.countDown();
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (pages.get() < beforeStep + 3 && System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            assertThat(pages).hasValueGreaterThanOrEqualTo(beforeStep + 3);
          }
        });

    assertThat(run(GO_ON, LONG).complete()).isTrue();
    assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drifted);
  }

  private static ObjectKey list() {
    return new ObjectKey(ReservedKeys.RECONCILER + "suspects-0-000000");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
