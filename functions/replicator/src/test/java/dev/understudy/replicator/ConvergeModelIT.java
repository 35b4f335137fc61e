package dev.understudy.replicator;

import dev.understudy.replicator.ModelRules.Faults;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link ConvergeModelTest} with a crash (whose write may land at any later time) or a message
 * delivered twice: some minutes, so with the tests that take their time.
 */
class ConvergeModelIT {
  static Stream<Arguments> configurations() {
    Stream<Arguments> all =
        Stream.concat(ConvergeModelTest.CLOCKS.stream(), ConvergeModelTest.LABELS.stream())
            .flatMap(clock -> with(clock, new Faults(1, 0, 0, 0)));
    Stream<Arguments> deletions =
        ConvergeModelTest.DELETIONS.stream().flatMap(clock -> with(clock, new Faults(1, 0, 0, 1)));
    return Stream.concat(all, deletions);
  }

  private static Stream<Arguments> with(ModelClock clock, Faults crash) {
    return Stream.of(crash, new Faults(0, 1, 0, 0), new Faults(0, 0, 1, 0))
        .map(faults -> Arguments.of(clock, faults));
  }

  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("configurations")
  void holdsInEveryInterleavingOfTwoWorkers(ModelClock clock, Faults faults) {
    ModelChecker.Result result = ModelChecker.explore(ModelRules.of(clock, 2, faults));

    ConvergeModelTest.assertHolds(result, clock);
    System.out.printf(
        "model: %s; %s: %,d states, %,d transitions%n",
        clock, faults, result.states(), result.transitions());
  }

  static Stream<Arguments> evictions() {
    return Stream.concat(
            EvictionModelTest.EVICTIONS.stream(), EvictionModelTest.FILTER_CHANGES.stream())
        .flatMap(
            clock ->
                Stream.of(new Faults(1, 0, 0, 1), new Faults(0, 1, 0, 1), new Faults(0, 0, 1, 1))
                    .map(faults -> Arguments.of(clock, faults)));
  }

  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("evictions")
  void holdsWhereReplicasAreEvicted(ModelClock clock, Faults faults) {
    EvictionModelTest.assertHolds(ModelChecker.explore(ModelRules.of(clock, 2, faults)), clock);
  }

  static Stream<Arguments> audits() {
    return ConvergeModelTest.CLOCKS.stream()
        .flatMap(clock -> Stream.of(true, false).map(first -> Arguments.of(clock, first)));
  }

  /** A reconciler that lists both sides at any time, and hints. */
  @ParameterizedTest(name = "{0}; the primary first: {1}")
  @MethodSource("audits")
  void holdsWithAReconcilerThatListsBothSidesAndHints(ModelClock clock, boolean primaryFirst) {
    ModelRules rules = ModelRules.of(clock, 1, Faults.NONE);

    ConvergeModelTest.assertHolds(
        ModelChecker.explore(rules.audited(new ModelAudit.Rule(false, primaryFirst))), clock);
  }
}
