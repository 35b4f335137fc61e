package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.replicator.ModelChecker.Result;
import dev.understudy.replicator.ModelRules.Faults;
import dev.understudy.replicator.ModelWorker.Call;
import dev.understudy.replicator.ModelWorker.Opened;
import dev.understudy.replicator.ModelWorker.Weakening;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real converge procedure in every interleaving with a writer, other workers, a queue that
 * delivers again, and writes that land after their sender is gone. An object is put, overwritten,
 * deleted and put again, with primary clocks that tell much, little or the wrong thing.
 *
 * <p>Two promises in every state: once all is quiet both sides are equal, and no reader of the
 * standby goes back in time. {@link Weaker} shows that each rule of the procedure is needed.
 */
class ConvergeModelTest {
  private static final List<String> LIFE = List.of("", "v1", "v2", "", "v3");
  static final List<List<Integer>> CLEAR =
      List.of(List.of(1, 9), List.of(10, 19), List.of(20, 29), List.of(30, 39), List.of(40, 99));
  static final List<List<Integer>> TIED =
      List.of(List.of(9, 10), List.of(10), List.of(10), List.of(10), List.of(10, 99));

  private static final ModelClock DISTINCT =
      clock("distinct seconds", List.of(0, 10, 20, 0, 40), CLEAR);
  private static final ModelClock SAME = clock("same second", List.of(0, 10, 10, 0, 10), TIED);
  private static final ModelClock ADJACENT =
      clock(
          "adjacent seconds",
          List.of(0, 10, 10, 0, 11),
          List.of(List.of(9, 10), List.of(10), List.of(10, 11), List.of(11), List.of(11, 99)));
  private static final ModelClock PARTS_FROM_BEFORE_ALL =
      clock("v3 in parts, begun before all", List.of(0, 10, 20, 0, 5), CLEAR, 4);
  private static final ModelClock PARTS_FROM_BEFORE_DELETE =
      clock("v3 in parts, begun before the delete", List.of(0, 10, 20, 0, 25), CLEAR, 4);
  private static final ModelClock PARTS_FROM_BEFORE_V1 =
      clock("v2 in parts, begun before v1", List.of(0, 10, 5, 0, 40), CLEAR, 2);
  private static final ModelClock MULTIPART_SOON_AFTER_A_PUT =
      life(
          "v3 multipart, completed just after v2",
          List.of("", "v1", "v2", "v3"),
          List.of(0, 10, 20, 5),
          List.of(List.of(1, 9), List.of(10, 19), List.of(20), List.of(21, 60)),
          3);
  private static final ModelClock ALL_PARTS_TIED =
      clock("all in parts, same second", List.of(0, 10, 10, 0, 10), TIED, 1, 2, 4);

  /** Every time is a lie: an old object may then show briefly after a deletion, nothing else. */
  private static final ModelClock ALL_PARTS_REVERSED =
      clock(
          "all in parts, times reversed",
          List.of(0, 9, 8, 0, 7),
          List.of(
              List.of(9, 10), List.of(10, 12), List.of(12, 20), List.of(20, 21), List.of(21, 40)),
          1,
          2,
          4);

  private static final ModelClock PUT_IN_THE_SECOND_OF_THE_DELETE =
      clock(
          "v3 in the second of the delete",
          List.of(0, 10, 10, 0, 20),
          List.of(List.of(9, 10), List.of(10), List.of(10), List.of(20), List.of(20, 99)));

  private static final ModelClock TAGS =
      life("tags", List.of("", "v1", "v1+a", "v2", "v2+b"), List.of(0, 10, 10, 30, 30), CLEAR);
  private static final ModelClock METADATA =
      life("metadata", List.of("", "v1", "v1+a", "v1+b", "v2"), List.of(0, 10, 20, 30, 40), CLEAR);
  private static final ModelClock LABELS_TIED =
      life(
          "labels, same second",
          List.of("", "v1", "v1+a", "v2", "v2+b"),
          List.of(0, 10, 10, 10, 10),
          TIED);
  private static final ModelClock LABELS_THEN_DELETED =
      life(
          "labels, then deleted, then the same bytes",
          List.of("", "v1", "v1+a", "", "v1"),
          List.of(0, 10, 10, 0, 40),
          CLEAR);

  private static final ModelClock DELETED =
      life("put, deleted", List.of("", "v1", ""), List.of(0, 10, 0), CLEAR);

  /** v2 carries an earlier time than v1, which may then show briefly after the deletion. */
  private static final ModelClock MULTIPART_SOON_DELETED =
      life(
          "put, multipart upload from before, deleted within seconds",
          List.of("", "v1", "v2", ""),
          List.of(0, 20, 5, 0),
          List.of(List.of(1, 9), List.of(20), List.of(21, 22), List.of(22, 60)),
          2);

  /**
   * Lives that end in a deletion. A late write of a killed worker can land after the deletion was
   * processed; {@link Weaker} has it.
   */
  static final List<ModelClock> DELETIONS =
      List.of(
          DELETED,
          MULTIPART_SOON_DELETED,
          life("put, deleted, same second", List.of("", "v1", ""), List.of(0, 10, 0), TIED),
          life("put twice, deleted", List.of("", "v1", "v2", ""), List.of(0, 10, 20, 0), CLEAR),
          life(
              "put twice, deleted, same second",
              List.of("", "v1", "v2", ""),
              List.of(0, 10, 10, 0),
              TIED),
          life(
              "put and deleted twice",
              List.of("", "v1", "", "v2", ""),
              List.of(0, 10, 0, 30, 0),
              CLEAR),
          life(
              "same bytes put and deleted twice, same second",
              List.of("", "v1", "", "v1", ""),
              List.of(0, 10, 0, 10, 0),
              TIED));

  /** Changes of labels alone. Equal stamps may show old labels briefly; nothing else. */
  static final List<ModelClock> LABELS = List.of(TAGS, METADATA, LABELS_TIED, LABELS_THEN_DELETED);

  static final List<ModelClock> CLOCKS =
      List.of(
          DISTINCT,
          SAME,
          PUT_IN_THE_SECOND_OF_THE_DELETE,
          ADJACENT,
          PARTS_FROM_BEFORE_ALL,
          PARTS_FROM_BEFORE_DELETE,
          PARTS_FROM_BEFORE_V1,
          MULTIPART_SOON_AFTER_A_PUT,
          ALL_PARTS_TIED,
          ALL_PARTS_REVERSED);

  private static final int WAYS = 60;
  private static final Faults CRASH = new Faults(1, 0, 0, 0);
  private static final AtomicLong STATES = new AtomicLong();
  private static final AtomicLong TRANSITIONS = new AtomicLong();

  @AfterAll
  static void tell() {
    System.out.printf("model: %,d states, %,d transitions%n", STATES.get(), TRANSITIONS.get());
  }

  /**
   * The small ones; {@link ConvergeModelIT} has all. A crash is among them for each clock that
   * {@link Weaker} uses with one: the whole procedure holds where the weaker one does not.
   */
  static Stream<Arguments> configurations() {
    Stream<Arguments> small =
        CLOCKS.stream()
            .flatMap(
                clock ->
                    Stream.of(Faults.NONE, new Faults(0, 0, 0, 1))
                        .map(faults -> Arguments.of(clock, faults)));
    Stream<Arguments> crash =
        Stream.of(DISTINCT, SAME, PUT_IN_THE_SECOND_OF_THE_DELETE)
            .map(clock -> Arguments.of(clock, CRASH));
    return Stream.concat(small, crash);
  }

  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("configurations")
  void holdsInEveryInterleavingOfTwoWorkers(ModelClock clock, Faults faults) {
    assertHolds(ModelChecker.explore(ModelRules.of(clock, 2, faults)), clock);
  }

  static Stream<Arguments> labelChanges() {
    Stream<Arguments> small = LABELS.stream().map(clock -> Arguments.of(clock, Faults.NONE));
    return Stream.concat(small, Stream.of(Arguments.of(METADATA, CRASH)));
  }

  /** A change of labels alone copies no bytes, under the same condition and stamp. */
  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("labelChanges")
  void holdsWhereOnlyLabelsChange(ModelClock clock, Faults faults) {
    assertHolds(ModelChecker.explore(ModelRules.of(clock, 2, faults)), clock);
  }

  static Stream<Arguments> deletions() {
    return DELETIONS.stream()
        .flatMap(
            clock ->
                Stream.of(Faults.NONE, new Faults(0, 0, 0, 1))
                    .map(faults -> Arguments.of(clock, faults)));
  }

  @ParameterizedTest(name = "{0}; {1}")
  @MethodSource("deletions")
  void holdsWhereTheObjectIsDeletedAtTheEnd(ModelClock clock, Faults faults) {
    assertHolds(ModelChecker.explore(ModelRules.of(clock, 2, faults)), clock);
  }

  /** While the writer writes and a worker works; {@link ConvergeModelIT} has all clocks. */
  @ParameterizedTest(name = "the primary first: {0}")
  @ValueSource(booleans = {true, false})
  void holdsWithAReconcilerThatListsBothSidesAndHints(boolean primaryFirst) {
    for (ModelClock clock : List.of(DISTINCT, PARTS_FROM_BEFORE_DELETE)) {
      ModelRules rules = ModelRules.of(clock, 1, Faults.NONE);
      assertHolds(
          ModelChecker.explore(rules.audited(new ModelAudit.Rule(false, primaryFirst))), clock);
    }
  }

  static LongStream seeds() {
    Long given = Long.getLong("understudy.seed");
    return given != null ? LongStream.of(given) : new Random().longs(8, 0, Long.MAX_VALUE);
  }

  /** Four workers and every fault at once, {@value #WAYS} ways for each seed and clock. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWithFourWorkersAndEveryFault(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (ModelClock clock : CLOCKS) {
      ModelRules rules = ModelRules.of(clock, 4, new Faults(2, 2, 2, 1));
      for (int way = 0; way < WAYS; way++) {
        assertHolds(ModelChecker.walk(rules, random), clock);
      }
    }
  }

  static void assertHolds(Result result, ModelClock clock) {
    STATES.addAndGet(result.states());
    TRANSITIONS.addAndGet(result.transitions());
    assertThat(result.quiet()).as("quiet ends").isPositive();
    assertThat(result.wrong()).as("the way to an end where the sides differ").isEmpty();
    if (LABELS.contains(clock)) {
      assertThat(result.back().keySet()).isSubsetOf(ModelWorld.OLD_LABELS);
    } else if (clock.equals(ALL_PARTS_REVERSED) || clock.equals(MULTIPART_SOON_DELETED)) {
      assertThat(result.back().keySet()).isSubsetOf(ModelWorld.OLD_OVER_DELETION);
    } else {
      assertThat(result.backTrace()).as("the way to a reader that goes back").isEmpty();
    }
  }

  private static final Weakening BLIND =
      new Weakening() {
        @Override
        public boolean looksBack(boolean afterDeletion) {
          return false;
        }
      };

  static final Weakening PRIMARY_FIRST =
      new Weakening() {
        @Override
        public boolean readsThePrimaryFirst() {
          return true;
        }
      };

  /** One rule left out of the procedure or of its surroundings, and what comes of it. */
  @Nested
  class Weaker {
    /** Conditions and stamps do what looking back does; a store without them depends on it. */
    @Test
    void withoutLookingBackAChangeIsLostWithoutAnyFaultWhereTheStandbyKeepsNothing() {
      ModelRules bare = ModelRules.of(DISTINCT, 2, Faults.NONE).unconditional().unstamped();
      assertThat(ModelChecker.untilWrong(bare.weakened(BLIND)).wrong()).isNotEmpty();
      assertThat(ModelChecker.explore(bare).wrong()).isEmpty();
    }

    /** The hint of the deletion finds no replica, and then the object is written. */
    @Test
    void withoutASecondReadADeletedObjectStaysWithoutAnyFault() {
      ModelRules rules = ModelRules.of(DELETED, 2, Faults.NONE);
      assertThat(wrongEnd(rules.weakened(BLIND))).isNotEmpty();
      assertThat(wrongEnd(rules)).isEmpty();
    }

    /** No worker reads the primary again. The visibility timeout makes this improbable. */
    @Test
    void aLateWriteOfADeletedObjectStaysUntilTheReconcilerHints() {
      assertThat(wrongEnd(ModelRules.of(DELETED, 2, CRASH))).isNotEmpty();
      assertThat(wrongEnd(ModelRules.of(DELETED, 2, new Faults(1, 0, 0, 1)))).isEmpty();
    }

    /** The GET is answered before the HEAD, which shows a later version. */
    @Test
    void withoutReadingAgainAnOldObjectIsPutOverANewerOne() {
      assertGoesBack(
          ModelRules.of(DISTINCT, 2, Faults.NONE)
              .weakened(
                  new Weakening() {
                    @Override
                    public boolean readsAgain() {
                      return false;
                    }
                  }));
    }

    /** An upload that began early has a time before that of an older version. */
    @Test
    void withoutAMarginAnOldObjectIsPutOverANewerMultipartUpload() {
      assertGoesBack(
          ModelRules.of(MULTIPART_SOON_AFTER_A_PUT, 2, Faults.NONE)
              .weakened(
                  new Weakening() {
                    @Override
                    public Instant readAt(Opened opened) {
                      boolean isPut = opened.state() < 3;
                      return isPut ? opened.readAt().plusSeconds(5) : opened.readAt();
                    }
                  }));
    }

    @Test
    void acknowledgingFirstLosesAChangeInACrash() {
      assertEndsWrong(ModelRules.of(DISTINCT, 2, CRASH).acknowledgingFirst());
    }

    @Test
    void withoutConditionsAndStampsALateWriteStays() {
      assertEndsWrong(ModelRules.of(DISTINCT, 2, CRASH).unconditional().unstamped());
    }

    @Test
    void withoutStampsALateDeletionStays() {
      assertEndsWrong(ModelRules.of(DISTINCT, 2, CRASH).unstamped());
    }

    /** A store that is no MinIO. Its conditions protect a newer object from a late deletion. */
    @Test
    void withoutStampsALateDeletionIsRejectedWhereDeletesAreConditional() {
      ModelRules rules = ModelRules.of(DISTINCT, 2, CRASH).unstamped().withConditionalDeletes();

      assertThat(ModelChecker.explore(rules).wrong()).isEmpty();
    }

    @Test
    void withoutConditionsReadersGoBackWhereTimesTie() {
      assertGoesBack(ModelRules.of(SAME, 2, CRASH).unconditional());
    }

    /** As with CopyObject, which MinIO writes whatever the current object is. */
    @Test
    void withoutAConditionAChangeOfLabelsPutsOldBytesOverNewWhereTimesTie() {
      ModelRules rules = ModelRules.of(LABELS_TIED, 2, Faults.NONE);

      assertThat(ModelChecker.untilBack(rules.unconditional(), ModelWorld.OLD_OBJECT).back())
          .containsKey(ModelWorld.OLD_OBJECT);
    }

    @Test
    void readingThePrimaryFirstPutsOldOverNew() {
      assertGoesBack(ModelRules.of(DISTINCT, 2, Faults.NONE).unstamped().weakened(PRIMARY_FIRST));
    }

    @Test
    void aDeletionWithTheServersTimeHidesWhatComesAfterIt() {
      assertEndsWrong(
          ModelRules.of(DISTINCT, 2, CRASH)
              .weakened(
                  new Weakening() {
                    @Override
                    public Call.Write write(Call.Write write, Opened opened) {
                      return write instanceof Call.Delete delete
                          ? new Call.Delete(delete.seen(), ModelClock.at(1_000_000))
                          : write;
                    }
                  }));
    }

    @Test
    void aDeletionWithTheBareTimeOfReadingHidesAPutOfTheSameSecond() {
      assertEndsWrong(
          ModelRules.of(PUT_IN_THE_SECOND_OF_THE_DELETE, 2, CRASH)
              .weakened(
                  new Weakening() {
                    @Override
                    public Call.Write write(Call.Write write, Opened opened) {
                      return write instanceof Call.Delete delete
                          ? new Call.Delete(delete.seen(), opened.readAt().plusMillis(1))
                          : write;
                    }
                  }));
    }

    @Test
    void aPutWithBareLastModifiedStaysHidden() {
      assertEndsWrong(ModelRules.of(SAME, 2, Faults.NONE).weakened(new BareTime(false)));
    }

    @Test
    void anUploadInPartsWithBareLastModifiedStaysHidden() {
      assertEndsWrong(
          ModelRules.of(PARTS_FROM_BEFORE_ALL, 2, Faults.NONE).weakened(new BareTime(true)));
    }

    /** Not even a fault or a second worker is needed, whichever side it lists first. */
    @ParameterizedTest(name = "the primary first: {0}")
    @ValueSource(booleans = {true, false})
    void aReconcilerThatDeletesFromItsListingsHidesWhatWasPutSinceWhereTheStandbyKeepsNothing(
        boolean primaryFirst) {
      ModelRules bare = ModelRules.of(DISTINCT, 1, Faults.NONE).unconditional().unstamped();

      assertThat(wrongEnd(bare.audited(new ModelAudit.Rule(true, primaryFirst)))).isNotEmpty();
      assertThat(wrongEnd(bare.audited(new ModelAudit.Rule(false, primaryFirst)))).isEmpty();
    }

    /** Stamps do not save it: it stamps its deletion above what it saw, which is newer. */
    @Test
    void aReconcilerThatDeletesFromItsListingsHidesWhatWasPutSinceDespiteStamps() {
      ModelRules rules = ModelRules.of(DISTINCT, 1, Faults.NONE);

      assertThat(wrongEnd(rules.audited(new ModelAudit.Rule(true, true)))).isNotEmpty();
    }

    private List<String> wrongEnd(ModelRules rules) {
      return ModelChecker.untilWrong(rules).wrong();
    }

    private void assertEndsWrong(ModelRules rules) {
      assertThat(wrongEnd(rules)).as("a way to an end where the sides differ").isNotEmpty();
      assertHoldsUnweakened(rules);
    }

    private void assertGoesBack(ModelRules rules) {
      assertThat(ModelChecker.untilBack(rules).backTrace())
          .as("a way to a reader that goes back")
          .isNotEmpty();
      assertHoldsUnweakened(rules);
    }

    /** That they hold is asserted there, once for all tests that weaken the same rules. */
    private void assertHoldsUnweakened(ModelRules weak) {
      assertThat(weak.workers()).isEqualTo(2);
      assertThat(configurations().map(Arguments::get).map(List::of))
          .contains(List.of(weak.clock(), weak.faults()));
    }
  }

  /**
   * Last-Modified as it is.
   *
   * @param ofParts for multipart objects, or for the others
   */
  private record BareTime(boolean ofParts) implements Weakening {
    @Override
    public Call.Write write(Call.Write write, Opened opened) {
      if (write instanceof Call.Put put
          && put.fingerprint().etag().isMultipart() == ofParts
          && opened.object().isPresent()) {
        Instant modified = opened.object().get().lastModified();
        return new Call.Put(put.content(), put.fingerprint(), put.condition(), modified);
      }
      return write;
    }
  }

  private static ModelClock clock(
      String name, List<Integer> modified, List<List<Integer>> dates, Integer... inParts) {
    return life(name, LIFE, modified, dates, inParts);
  }

  static ModelClock life(
      String name,
      List<String> life,
      List<Integer> modified,
      List<List<Integer>> dates,
      Integer... inParts) {
    List<Boolean> multipart =
        IntStream.range(0, life.size()).mapToObj(List.of(inParts)::contains).toList();
    List<String> filters = Collections.nCopies(life.size(), "");
    return new ModelClock(name, life, modified, dates.subList(0, life.size()), multipart, filters);
  }
}
