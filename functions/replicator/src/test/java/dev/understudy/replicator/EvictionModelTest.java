package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.replicator.ModelChecker.Result;
import dev.understudy.replicator.ModelRules.Faults;
import dev.understudy.replicator.ModelWorker.Call;
import dev.understudy.replicator.ModelWorker.Opened;
import dev.understudy.replicator.ModelWorker.Weakening;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link ConvergeModelTest}, with a filter that evicts. Either the object changes, so that the
 * filter excludes it for a time, or the filter changes. Each rule of an eviction is left out once.
 */
class EvictionModelTest {
  /** No object larger than two bytes, and none of another storage class. */
  private static final String SMALL = "max-size: 2B\nstorage-class: STANDARD\nevict: true";

  private static final String EVERYTHING = "+ **";
  private static final String NOTHING = "- **\nevict: true";

  private static final ModelClock MADE_LARGE =
      ConvergeModelTest.life(
              "an object is overwritten by one that the filter excludes, and again",
              List.of("", "v1", "v2large", "v3"),
              List.of(0, 10, 20, 30),
              ConvergeModelTest.CLEAR)
          .filtered(SMALL);

  /** The object keeps its bytes and its time. */
  private static final ModelClock TRANSITIONED =
      ConvergeModelTest.life(
              "the storage class changes and changes back",
              List.of("", "v1", "v1+STANDARD_IA", "v1"),
              List.of(0, 10, 10, 10),
              ConvergeModelTest.CLEAR)
          .filtered(SMALL);

  private static final ModelClock TRANSITIONED_AND_RELABELED =
      ConvergeModelTest.life(
              "the storage class changes and changes back, with another label",
              List.of("", "v1", "v1+STANDARD_IA", "v1+a"),
              List.of(0, 10, 10, 10),
              ConvergeModelTest.CLEAR)
          .filtered(SMALL);

  /** Originals that the filter excludes for a time, and whose replicas are evicted. */
  static final List<ModelClock> EVICTIONS =
      List.of(
          MADE_LARGE,
          TRANSITIONED,
          TRANSITIONED_AND_RELABELED,
          ConvergeModelTest.life(
                  "made large in the same second",
                  List.of("", "v1", "v2large", "v3"),
                  List.of(0, 10, 10, 10),
                  ConvergeModelTest.TIED)
              .filtered(SMALL),
          ConvergeModelTest.life(
                  "made large, then deleted",
                  List.of("", "v1", "v2large", ""),
                  List.of(0, 10, 20, 0),
                  ConvergeModelTest.CLEAR)
              .filtered(SMALL));

  private static final ModelClock FILTER_NARROWED_AND_WIDENED =
      ConvergeModelTest.life(
              "the filter is narrowed and widened",
              List.of("", "v1", "v1", "v1"),
              List.of(0, 10, 10, 10),
              ConvergeModelTest.CLEAR)
          .filtered(EVERYTHING, EVERYTHING, NOTHING, EVERYTHING);

  /**
   * The filter itself changes. A pass of the reconciler follows, and sends hints. A worker may copy
   * or evict by the filter before, but never shows an old object over a newer one.
   */
  static final List<ModelClock> FILTER_CHANGES =
      List.of(
          FILTER_NARROWED_AND_WIDENED,
          ConvergeModelTest.life(
                  "the filter is narrowed, then the object overwritten, then the filter widened",
                  List.of("", "v1", "v1", "v2", "v2"),
                  List.of(0, 10, 10, 30, 30),
                  ConvergeModelTest.CLEAR)
              .filtered(EVERYTHING, EVERYTHING, NOTHING, NOTHING, EVERYTHING),
          ConvergeModelTest.life(
                  "the filter is narrowed",
                  List.of("", "v1", "v2", "v2"),
                  List.of(0, 10, 20, 20),
                  ConvergeModelTest.CLEAR)
              .filtered(EVERYTHING, EVERYTHING, EVERYTHING, NOTHING));

  private static final Faults CRASH = new Faults(1, 0, 0, 0);
  private static final Faults LOSS = new Faults(0, 0, 0, 1);
  private static final Faults CRASH_AND_LOSS = new Faults(1, 0, 0, 1);

  static Stream<Arguments> evictions() {
    Stream<Arguments> ofObjects =
        EVICTIONS.stream()
            .flatMap(
                clock -> Stream.of(Faults.NONE, LOSS).map(faults -> Arguments.of(clock, faults)));
    Stream<Arguments> ofFilters = FILTER_CHANGES.stream().map(clock -> Arguments.of(clock, LOSS));
    Stream<Arguments> crash =
        Stream.of(TRANSITIONED, FILTER_NARROWED_AND_WIDENED)
            .map(clock -> Arguments.of(clock, CRASH_AND_LOSS));
    return Stream.of(ofObjects, ofFilters, crash).flatMap(Function.identity());
  }

  /** The replica of an excluded original is deleted, and nothing else. */
  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("evictions")
  void holdsWhereReplicasAreEvicted(ModelClock clock, Faults faults) {
    ModelChecker.Result result = ModelChecker.explore(ModelRules.of(clock, 2, faults));

    assertHolds(result, clock);
  }

  /** Another worker finds the replica in sync before the eviction lands. */
  @Test
  void withoutLookingBackAtAnEvictionAnObjectInScopeStaysDeleted() {
    assertEndsWrong(
        ModelRules.of(TRANSITIONED, 2, Faults.NONE)
            .weakened(
                new Weakening() {
                  @Override
                  public boolean looksBack(boolean afterDeletion) {
                    return !afterDeletion;
                  }
                }));
  }

  /** The original is in scope again when the standby is read. */
  @Test
  void anEvictionThatReadsTheOriginalFirstHidesAnObjectInScope() {
    assertGoesBack(
        ModelRules.of(TRANSITIONED, 2, Faults.NONE).weakened(ConvergeModelTest.PRIMARY_FIRST));
  }

  /** A change of labels has a time directly above that of the same replica. */
  @Test
  void anEvictionWithTheTimeOfADeletionHidesAChangeOfLabels() {
    assertGoesBack(
        ModelRules.of(TRANSITIONED_AND_RELABELED, 2, Faults.NONE)
            .weakened(
                new Weakening() {
                  @Override
                  public Call.Write write(Call.Write write, Opened opened) {
                    return write instanceof Call.Delete delete
                        ? new Call.Delete(delete.seen(), opened.readAt().minusSeconds(4))
                        : write;
                  }
                }));
  }

  @Test
  void aFilterThatIsRememberedForeverEvictsAnObjectInScope() {
    assertEndsWrong(
        ModelRules.of(FILTER_NARROWED_AND_WIDENED, 2, LOSS)
            .weakened(
                new Weakening() {
                  @Override
                  public String filter(String inForce) {
                    return NOTHING;
                  }
                }));
  }

  /** It does not read the original again. */
  @Test
  void aReconcilerThatEvictsFromItsListingsDeletesAnObjectInScope() {
    ModelRules rules = ModelRules.of(TRANSITIONED, 1, Faults.NONE);

    assertThat(wrongEnd(rules.audited(new ModelAudit.Rule(true, true)))).isNotEmpty();
    assertThat(wrongEnd(rules.audited(new ModelAudit.Rule(false, true)))).isEmpty();
  }

  /** No worker reads again after the crash. A pass of the reconciler finds the missing replica. */
  @Test
  void aLateEvictionStaysUntilTheReconcilerHints() {
    assertThat(wrongEnd(ModelRules.of(TRANSITIONED, 2, CRASH))).isNotEmpty();
    assertThat(wrongEnd(ModelRules.of(TRANSITIONED, 2, CRASH_AND_LOSS))).isEmpty();
  }

  static void assertHolds(Result result, ModelClock clock) {
    assertThat(result.quiet()).as("quiet ends").isPositive();
    assertThat(result.wrong()).as("the way to an end where the sides differ").isEmpty();
    if (clock.changesFilter()) {
      assertThat(result.back().keySet()).isSubsetOf(ModelWorld.DELETIONS);
    } else {
      assertThat(result.backTrace()).as("the way to a reader that goes back").isEmpty();
    }
  }

  private static List<String> wrongEnd(ModelRules rules) {
    return ModelChecker.untilWrong(rules).wrong();
  }

  private static void assertEndsWrong(ModelRules rules) {
    assertThat(wrongEnd(rules)).as("a way to an end where the sides differ").isNotEmpty();
    assertHoldsUnweakened(rules);
  }

  private static void assertGoesBack(ModelRules rules) {
    assertThat(ModelChecker.untilBack(rules).backTrace())
        .as("a way to a reader that goes back")
        .isNotEmpty();
    assertHoldsUnweakened(rules);
  }

  private static void assertHoldsUnweakened(ModelRules weak) {
    assertThat(weak.workers()).isEqualTo(2);
    assertThat(evictions().map(Arguments::get).map(List::of))
        .contains(List.of(weak.clock(), weak.faults()));
  }
}
