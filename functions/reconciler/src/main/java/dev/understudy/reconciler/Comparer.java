package dev.understudy.reconciler;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges pairs of a pass, one after the other. What the listings leave open is looked at, many keys
 * at a time; what may still be on its way is kept for the end of the run. Used by one thread.
 */
final class Comparer {
  private static final int LOOKS_IN_HAND = 200;

  /** Beyond these, the oldest are looked at again at once: memory is bounded. */
  private static final int MOST_UNSETTLED = 1000;

  private final Looks looks;
  private final Equality equality;
  private final Slices slices;
  private final HintSender sender;
  private final Counts counts;
  private final List<Listed> unlisted = new ArrayList<>();
  private final List<ObjectKey> deep = new ArrayList<>();
  private final List<ObjectKey> unsettled = new ArrayList<>();
  private final List<ObjectKey> possibleOrphans = new ArrayList<>();

  /**
   * @param slices the keys whose headers and tags are compared too
   */
  Comparer(Looks looks, Equality equality, Slices slices, HintSender sender, Counts counts) {
    this.looks = looks;
    this.equality = equality;
    this.slices = slices;
    this.sender = sender;
    this.counts = counts;
  }

  void judge(MergeJoin.Pair pair) {
    Listed original = pair.primary();
    if (original == null) {
      counts.comparedWithoutOriginal();
    } else {
      counts.compared(original.size());
    }
    if (KeyRules.refusal(pair.key()).isPresent()) {
      counts.refused();
      return;
    }
    if (original == null) {
      possibleOrphans.add(pair.key());
    } else {
      judge(original, pair.standby());
    }
    if (unlisted.size() + deep.size() >= LOOKS_IN_HAND) {
      lookAtThoseInHand();
    }
  }

  private void judge(Listed original, @Nullable Listed replica) {
    if (replica == null) {
      unlisted.add(original);
    } else if (!equality.listed(original, replica)) {
      differs(original, Drift.STALE);
    } else if (slices.has(original.key())) {
      deep.add(original.key());
    }
  }

  private void differs(Listed original, Drift drift) {
    if (looks.isYoung(original.lastModified()) || looks.mayBeYounger(original)) {
      unsettled.add(original.key());
      if (unsettled.size() >= MOST_UNSETTLED) {
        settle();
      }
    } else {
      drifted(original.key(), drift, original.size());
    }
  }

  private void drifted(ObjectKey key, Drift drift, long size) {
    counts.drift(drift, size);
    sender.hint(key);
  }

  /** After this, every pair so far is judged, but for the unsettled and the possible orphans. */
  void lookAtThoseInHand() {
    List<Listed> missing = List.copyOf(unlisted);
    unlisted.clear();
    List<Looks.Sight> sights = looks.each(missing, looks::unlisted);
    for (int i = 0; i < sights.size(); i++) {
      Looks.Sight sight = sights.get(i);
      Listed original = missing.get(i);
      sight.kind().drift().ifPresent(drift -> differs(original, drift));
    }
    List<ObjectKey> whole = List.copyOf(deep);
    deep.clear();
    // A difference is only kept: what shows again at the end is drift.
    looks.each(whole, looks::whole).stream()
        .filter(sight -> sight.kind() != Looks.Kind.EQUAL)
        .forEach(sight -> unsettled.add(sight.key()));
    if (unsettled.size() >= MOST_UNSETTLED) {
      settle();
    }
  }

  /** Looks again at what may have been on its way. */
  void settle() {
    List<ObjectKey> keys = List.copyOf(unsettled);
    unsettled.clear();
    looks.each(keys, looks::whole).forEach(this::tell);
  }

  private void tell(Looks.Sight sight) {
    switch (sight.kind()) {
      case EQUAL -> {}
      case IN_FLIGHT -> counts.inFlight();
      case REFUSED -> counts.refused();
      case ORPHANED -> possibleOrphans.add(sight.key());
      case MISSING -> drifted(sight.key(), Drift.MISSING, sight.size());
      case STALE -> drifted(sight.key(), Drift.STALE, sight.size());
    }
  }

  /** Differences in hand that may still be on their way. */
  int unsettled() {
    return unsettled.size();
  }

  int possibleOrphans() {
    return possibleOrphans.size();
  }

  /** Hands over the possible orphans found since this was asked last. */
  List<ObjectKey> takePossibleOrphans() {
    List<ObjectKey> taken = List.copyOf(possibleOrphans);
    possibleOrphans.clear();
    return taken;
  }

  /**
   * Looks at keys that once had no original. Those of them that have none now.
   *
   * <p>What is found to be wrong otherwise is hinted at.
   */
  List<ObjectKey> orphansAmong(List<ObjectKey> keys) {
    List<Looks.Sight> sights = looks.each(keys, looks::whole);
    sights.stream().filter(sight -> sight.kind() != Looks.Kind.ORPHANED).forEach(this::tell);
    return sights.stream()
        .filter(sight -> sight.kind() == Looks.Kind.ORPHANED)
        .map(Looks.Sight::key)
        .toList();
  }
}
