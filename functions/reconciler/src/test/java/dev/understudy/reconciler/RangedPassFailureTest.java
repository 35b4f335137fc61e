package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.testkit.junit.Seeds;
import dev.understudy.testkit.store.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges that are killed, repeated, run twice at once, or belong to a pass that was given up. */
class RangedPassFailureTest extends RangedPassFixture {
  private static final ObjectKey FIRST_RANGE = ReconcilerNotes.range(0);

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Each write of a pass fails in turn: the run is killed after it, or it is lost. The step is
   * repeated, and the pass sends the same hints.
   */
  @ParameterizedTest(name = "written: {0}")
  @ValueSource(booleans = {true, false})
  void losesNothingOfARangeThatIsKilledAtAnyWrite(boolean written) {
    fill();
    foreign("a/orphan");
    foreign("c/orphan");
    write("b/missing", "x");
    later();
    int failures = 0;
    while (failsAtWrite(failures, written)) {
      assertThat(new TreeSet<>(repairs.keys))
          .as("after write %d", failures)
          .containsExactly("a/orphan", "b/missing", "c/orphan");
      failures++;
    }
    assertThat(failures).as("watermarks, ranges and lists").isGreaterThan(15);
  }

  /** A repeated range changes nothing of the proof: all counts are those of a pass in peace. */
  @ParameterizedTest(name = "written: {0}")
  @ValueSource(booleans = {true, false})
  void provesTheSameWhereARangeIsKilledAtAnyWrite(boolean written) {
    fill();
    int failures = 0;
    while (failsAtWrite(failures, written)) {
      Proof proof = watermark().proof().orElseThrow();
      assertThat(proof.ended()).as("the proof of this pass").isEqualTo(clock.instant());
      assertThat(proof.keys()).as("after write %d", failures).isEqualTo(30);
      assertThat(proof.bytes()).isEqualTo(30);
      later();
      failures++;
    }
    assertThat(failures).as("3 of the watermark, 2 of each range").isEqualTo(9);
  }

  /** Whether a write with this number exists. The step that it belongs to is repeated. */
  private boolean failsAtWrite(int number, boolean written) {
    repairs.keys.clear();
    learnAgain();
    AtomicInteger writes = new AtomicInteger();
    Hook hook =
        (operation, key) -> {
          if (operation.equals("put")
              && key.value().startsWith(ReservedKeys.RECONCILER)
              && writes.getAndIncrement() == number) {
            if (written) {
              throw new Killed();
            }
            throw new StoreException.Unavailable("503", false, null);
          }
        };
    standby.before(written ? Hook.NONE : hook);
    standby.after(written ? hook : Hook.NONE);
    AtomicBoolean failed = new AtomicBoolean();
    String pass = repeated(() -> plan(), failed);
    for (int range = 0; range < ranges(); range++) {
      int one = range;
      repeated(() -> compareRange(pass, one, LONG), failed);
    }
    repeated(() -> join(pass), failed);
    standby.before(Hook.NONE);
    standby.after(Hook.NONE);
    return failed.get();
  }

  private static <T> T repeated(Callable<T> step, AtomicBoolean failed) {
    try {
      return step.call();
    } catch (Killed | StoreException.Unavailable e) {
      failed.set(true);
      return repeated(step, failed);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The run of the old pass is between two of its writes while a new pass takes the range. */
  @Test
  void stopsARangeOfAPassThatWasGivenUp() {
    fill();
    for (int write = 1; write <= 2; write++) {
      String given = plan(Map.of("restart", true));
      atWrite(write, FIRST_RANGE, () -> completeRange(plan(Map.of("restart", true)), 0));

      assertThatThrownBy(() -> compareRange(given, 0, plenty()))
          .as("at write %d of the range", write)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another run");
    }
    String latest = plan();
    completeRange(latest, 1);
    completeRange(latest, 2);
    join(latest);
    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(30);
  }

  /** The run of the old pass has opened the range's note, and finds the watermark of another. */
  @Test
  void beginsNoRangeOfAPassThatWasGivenUpMeanwhile() {
    fill();
    String old = plan();
    AtomicBoolean once = new AtomicBoolean();
    standby.after(
        (operation, key) -> {
          if (operation.equals("head") && key.equals(FIRST_RANGE) && !once.getAndSet(true)) {
            plan(Map.of("restart", true));
          }
        });

    assertThatThrownBy(() -> compareRange(old, 0, plenty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not under way");
  }

  @Test
  void stopsOneOfTwoRunsOfARange() {
    fill();
    String pass = plan();
    atWrite(2, FIRST_RANGE, () -> completeRange(pass, 0));

    assertThatThrownBy(() -> compareRange(pass, 0, plenty())).hasMessageContaining("Another run");

    completeRange(pass, 1);
    completeRange(pass, 2);
    join(pass);
    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(30);
  }

  private void atWrite(int number, ObjectKey note, Runnable action) {
    AtomicInteger writes = new AtomicInteger();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(note) && writes.incrementAndGet() == number) {
            standby.before(Hook.NONE);
            action.run();
          }
        });
  }

  /** Two orchestrators run every step at the same time. */
  @ParameterizedTest(name = "seed {0}")
  @Seeds(8)
  void losesNothingWhereTwoRunsGoAtOnce(long seed) throws Exception {
    Random random = new Random(seed);
    settings =
        new ReconcilerSettings(
            "primary to standby", GRACE, 1000, 10, 30, 100_000, 4, 20, Scope.ALL);
    RandomDrift drift = new RandomDrift(this);
    drift.fill(random, 250);
    later();
    learn(List.of("%", "b/", "c/"));
    deep = true;
    String pass = plan();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 6; round++) {
        List<Callable<Boolean>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          int range = random.nextInt(4);
          both.add(() -> compareBesideAnother(pass, range));
        }
        for (Future<Boolean> one : threads.invokeAll(both)) {
          one.get();
        }
        clock.move(GRACE.dividedBy(2));
      }
    } finally {
      threads.shutdownNow();
    }
    for (int range = 0; range < 4; range++) {
      completeRange(pass, range);
    }
    join(pass);

    assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drift.keys());
  }

  private boolean compareBesideAnother(String pass, int range) {
    try {
      return compareRange(pass, range, plenty()).complete();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("Another run");
      return false;
    }
  }

  private void fill() {
    for (int i = 0; i < 10; i++) {
      for (String prefix : List.of("a/k", "b/k", "c/k")) {
        replicated(prefix + i, "x");
      }
    }
    later();
    learn(List.of("b", "c"));
  }
}
