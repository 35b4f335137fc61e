package dev.understudy.reconciler;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.ListedObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges pairs of a pass, one after the other. What the listings leave open is looked at, many keys
 * at a time; what may still be on its way is kept for the end of the run; and what no time tells
 * of, suspects, is handed over to be looked at again after the grace period. Used by one thread.
 *
 * <p>Over the usual length because every way from a difference to a hint is in it.
 */
final class Comparer {
  private static final int LOOKS_IN_HAND = 200;

  /** Beyond these, the oldest are looked at again at once: memory is bounded. */
  private static final int MAX_UNSETTLED = 1000;

  private final HeadChecks looks;
  private final Equality equality;
  private final Slices slices;
  private final HintSender sender;
  private final RunCounts counts;
  private final List<ListedObject> unlisted = new ArrayList<>();
  private final List<ObjectKey> deep = new ArrayList<>();
  private final List<ObjectKey> unsettled = new ArrayList<>();
  private final List<Suspect> suspects = new ArrayList<>();

  /**
   * @param slices the keys whose headers and tags are compared too
   */
  Comparer(
      HeadChecks looks, Equality equality, Slices slices, HintSender sender, RunCounts counts) {
    this.looks = looks;
    this.equality = equality;
    this.slices = slices;
    this.sender = sender;
    this.counts = counts;
  }

  void judge(MergeJoin.Pair pair) {
    ListedObject original = pair.primary();
    ListedObject replica = pair.standby();
    if (original == null || ReservedKeys.HEARTBEAT.equals(pair.key())) {
      counts.comparedWithoutOriginal();
    } else {
      counts.compared(original.size());
    }
    if (KeyRules.refusal(pair.key()).isPresent()) {
      counts.refused();
      return;
    }
    if (original != null) {
      judge(original, replica);
    } else if (replica != null) {
      judgeOrphan(replica);
    }
    if (unlisted.size() + deep.size() >= LOOKS_IN_HAND) {
      lookAtThoseInHand();
    }
    if (unsettled.size() >= MAX_UNSETTLED) {
      settle();
    }
  }

  /** One that is young may have got its original after the primary's page was fetched. */
  private void judgeOrphan(ListedObject replica) {
    if (looks.isYoung(replica.lastModified())) {
      unsettled.add(replica.key());
    } else {
      suspects.add(Suspect.of(replica));
    }
  }

  private void judge(ListedObject original, @Nullable ListedObject replica) {
    if (replica == null && looks.isTooOld(original.lastModified())) {
      counts.refused();
    } else if (replica == null) {
      unlisted.add(original);
    } else if (!equality.listed(original, replica)) {
      differs(original, Drift.STALE, looks.mayBeYoung(replica.etag(), replica.lastModified()));
    } else if (slices.has(original.key())) {
      deep.add(original.key());
    }
  }

  /**
   * @param suspect whether the standby may have got what the primary's page was too early for
   */
  private void differs(ListedObject original, Drift drift, boolean suspect) {
    if (suspect || looks.mayBeYoung(original.etag(), original.lastModified())) {
      unsettled.add(original.key());
    } else {
      drifted(original.key(), drift, original.size());
    }
  }

  private void drifted(ObjectKey key, Drift drift, long size) {
    counts.drift(drift, size);
    sender.hint(key);
  }

  /** After this, every pair so far is judged, but for the unsettled and the suspects. */
  void lookAtThoseInHand() {
    List<ListedObject> missing = List.copyOf(unlisted);
    unlisted.clear();
    List<HeadChecks.Sight> sights = looks.each(missing, looks::unlisted);
    for (int i = 0; i < sights.size(); i++) {
      HeadChecks.Sight sight = sights.get(i);
      ListedObject original = missing.get(i);
      sight.kind().drift().ifPresent(drift -> differs(original, drift, sight.suspect()));
      if (sight.kind() == HeadChecks.Kind.EQUAL && slices.has(original.key())) {
        deep.add(original.key());
      }
    }
    List<ObjectKey> whole = List.copyOf(deep);
    deep.clear();
    // A difference is only kept: what shows again at the end is drift.
    looks.each(whole, looks::whole).stream()
        .filter(sight -> sight.kind() != HeadChecks.Kind.EQUAL)
        .forEach(sight -> unsettled.add(sight.key()));
  }

  /** Looks again at what may have been on its way. */
  void settle() {
    List<ObjectKey> keys = List.copyOf(unsettled);
    unsettled.clear();
    for (HeadChecks.Sight sight : looks.each(keys, looks::whole)) {
      if (sight.suspect()) {
        suspects.add(sight.toSuspect());
      } else {
        tell(sight);
      }
    }
  }

  private void tell(HeadChecks.Sight sight) {
    switch (sight.kind()) {
      case EQUAL -> {}
      case IN_FLIGHT -> counts.inFlight();
      case REFUSED -> counts.refused();
      case MISSING -> drifted(sight.key(), Drift.MISSING, sight.size());
      case STALE -> drifted(sight.key(), Drift.STALE, sight.size());
      case ORPHANED ->
          throw new IllegalArgumentException("An orphan is hinted at when all are known");
    }
  }

  /** Differences in hand that may still be on their way. */
  int unsettled() {
    return unsettled.size();
  }

  int suspects() {
    return suspects.size();
  }

  /** Hands over the possible orphans found since this was asked last. */
  List<Suspect> takeSuspects() {
    List<Suspect> taken = List.copyOf(suspects);
    suspects.clear();
    return taken;
  }

  /**
   * Looks at suspects after the grace period. Those of them that are orphans.
   *
   * <p>What is found to be wrong otherwise is hinted at.
   */
  List<ObjectKey> orphansAmong(List<Suspect> suspected) {
    List<ObjectKey> orphans = new ArrayList<>();
    List<HeadChecks.Sight> sights = look(suspected);
    for (int i = 0; i < sights.size(); i++) {
      HeadChecks.Sight sight = sights.get(i);
      if (sight.suspect() && !sight.isStill(suspected.get(i))) {
        counts.inFlight();
      } else if (sight.kind() == HeadChecks.Kind.ORPHANED) {
        orphans.add(sight.key());
      } else {
        tell(sight);
      }
    }
    return orphans;
  }

  /** Those of the suspects that are orphans now; says nothing of the others. */
  List<ObjectKey> stillOrphans(List<Suspect> suspected) {
    List<ObjectKey> orphans = new ArrayList<>();
    List<HeadChecks.Sight> sights = look(suspected);
    for (int i = 0; i < sights.size(); i++) {
      if (sights.get(i).kind() == HeadChecks.Kind.ORPHANED
          && sights.get(i).isStill(suspected.get(i))) {
        orphans.add(sights.get(i).key());
      }
    }
    return orphans;
  }

  private List<HeadChecks.Sight> look(List<Suspect> suspected) {
    return looks.each(suspected.stream().map(Suspect::key).toList(), looks::whole);
  }
}
