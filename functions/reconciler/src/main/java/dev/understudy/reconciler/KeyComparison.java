package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.ListedObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the pairs of a merge join. Where the listings do not decide, it checks keys with HEAD
 * requests in parallel, while it compares the next pairs. It keeps differences that may be in
 * flight until the end of the run.
 *
 * <p>The order of calls is: {@link #compare} for each pair, {@link #endStep} between pairs, {@link
 * #end} once. Used by one thread.
 */
final class KeyComparison {
  private static final int MAX_CHECKS = 200;

  /** Beyond these, all are checked again at once: memory is bounded. */
  private static final int MAX_UNSETTLED = 1000;

  private final KeyChecks checks;
  private final ScopeCheck scope;
  private final RefusedKeys refused;
  private final CorrectReplica correct;
  private final Dialect dialect;
  private final Slices slices;
  private final DriftReport report;
  private final Counts counts;
  private final ChecksInProgress running;
  private final List<ObjectKey> unsettled = new ArrayList<>();
  private final List<Suspect> suspects = new ArrayList<>();
  private boolean ended;

  /** Compares headers and tags of the keys in these slices too. */
  KeyComparison(
      KeyChecks checks,
      RefusedKeys refused,
      Dialect dialect,
      CorrectReplica correct,
      Slices slices,
      DriftReport report,
      Counts counts) {
    this.checks = checks;
    this.scope = checks.scope();
    this.running = checks.inParallel();
    this.refused = refused;
    this.dialect = dialect;
    this.correct = correct;
    this.slices = slices;
    this.report = report;
    this.counts = counts;
  }

  /**
   * Compares one key. A key outside the scope is not counted, unless its replica is evictable. Not
   * after {@link #end}.
   */
  void compare(MergeJoin.Pair pair) {
    requireOpen();
    boolean isRefused = dialect.refusal(pair.key()).isPresent();
    boolean isEvictable = !isRefused && scope.isEvictable(pair);
    if (!isEvictable && !scope.holds(pair.key())) {
      return;
    }
    count(pair);
    if (isRefused) {
      counts.add(Count.REFUSED);
    } else if (isEvictable && pair.standby() != null) {
      suspects.add(Suspect.of(pair.standby(), pair.primary()));
    } else if (pair.primary() != null) {
      compare(pair.primary(), pair.standby());
    } else if (pair.standby() != null) {
      withoutOriginal(pair.standby());
    }
    running.finish(MAX_CHECKS);
    if (unsettled.size() >= MAX_UNSETTLED) {
      settle();
    }
  }

  /**
   * The heartbeat counts as no key of the primary: alone it does not make the primary non-empty.
   */
  private void count(MergeJoin.Pair pair) {
    counts.add(Count.KEYS);
    if (pair.primary() != null && !ReservedKeys.HEARTBEAT.equals(pair.key())) {
      counts.add(Count.PRIMARY_KEYS);
      counts.add(Count.BYTES, pair.primary().size());
    }
  }

  /** A replica that may be young may have got its original after the primary's page was fetched. */
  private void withoutOriginal(ListedObject replica) {
    if (checks.mayBeYoung(replica.etag(), replica.lastModified())) {
      unsettled.add(replica.key());
    } else {
      suspects.add(Suspect.of(replica, null));
    }
  }

  private void compare(ListedObject original, @Nullable ListedObject replica) {
    boolean equal = replica != null && correct.matches(original, replica);
    if (equal) {
      compareLabels(original.key());
    } else if (original.archived() || (replica == null && !scope.holds(original))) {
      counts.add(Count.REFUSED);
    } else if (replica == null) {
      running.begin(
          () -> checks.checkUnlisted(original), checked -> unlistedChecked(original, checked));
    } else {
      differs(original, Finding.STALE, checks.mayBeYoung(replica.etag(), replica.lastModified()));
    }
  }

  /**
   * @param suspect whether the standby may have what the primary's page was fetched too early for
   */
  private void differs(ListedObject original, Finding finding, boolean suspect) {
    boolean mayBeInFlight = suspect || checks.mayBeYoung(original.etag(), original.lastModified());
    boolean mayBeRefused = finding == Finding.STALE && refused.any();
    if (mayBeInFlight || mayBeRefused) {
      unsettled.add(original.key());
    } else {
      report.drift(
          finding == Finding.STALE ? Count.STALE : Count.MISSING, original.key(), original.size());
    }
  }

  /**
   * Decides every pair so far, except the differences that may be in flight.
   *
   * @return the suspects found since the last step
   */
  List<Suspect> endStep() {
    requireOpen();
    running.finish();
    return takeSuspects();
  }

  /**
   * Decides every pair. No pair can be compared afterwards.
   *
   * @return the suspects found since the last step
   */
  List<Suspect> end() {
    requireOpen();
    running.finish();
    settle();
    ended = true;
    return takeSuspects();
  }

  private void unlistedChecked(ListedObject original, CheckedKey checked) {
    if (checked.finding().isDrift()) {
      differs(original, checked.finding(), checked.suspect());
    } else if (checked.finding() != Finding.EQUAL) {
      report.report(checked);
    } else {
      compareLabels(original.key());
    }
  }

  /** A difference is checked again at the end of the run, because it may be in flight. */
  private void compareLabels(ObjectKey key) {
    if (slices.has(key)) {
      running.begin(
          () -> checks.compareBoth(key),
          checked -> {
            if (checked.finding() != Finding.EQUAL) {
              unsettled.add(key);
            }
          });
    }
  }

  /**
   * Checks again what may have been in flight. What still is becomes a suspect: a replica that can
   * never equal its original would otherwise be in flight in each pass, below a proof.
   */
  private void settle() {
    List<ObjectKey> keys = List.copyOf(unsettled);
    unsettled.clear();
    for (CheckedKey checked : checks.compareAll(keys)) {
      if (checked.suspect() || checked.finding() == Finding.IN_FLIGHT) {
        suspects.add(checked.toSuspect());
      } else {
        report.report(checked);
      }
    }
  }

  private List<Suspect> takeSuspects() {
    List<Suspect> taken = List.copyOf(suspects);
    suspects.clear();
    return taken;
  }

  /** Differences that may be in flight and are not decided yet. */
  int unsettled() {
    return unsettled.size();
  }

  /** Suspects found since the last step. */
  int suspects() {
    return suspects.size();
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("This comparison has ended");
    }
  }
}
