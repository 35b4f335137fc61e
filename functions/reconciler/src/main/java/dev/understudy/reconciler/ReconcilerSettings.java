package dev.understudy.reconciler;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * How carefully, and how fast, to compare.
 *
 * @param buckets names of both buckets, for the scope's text
 * @param grace how long a difference may last before it is drift
 * @param brakeKeys the number of deletions below which {@code brakePercent} does not matter
 * @param brakePercent the percentage of all compared keys whose replicas may be deleted
 * @param deepDays within how many days headers and tags of every key are compared; 0 for never
 * @param repairsQueueLimit the run stops when more hints than this wait in the repairs queue
 * @param parallelHeads HEAD requests under way at a time
 * @param pageSize entries of a listing page
 * @param scope what has replicas; the rest is not compared
 */
record ReconcilerSettings(
    String buckets,
    Duration grace,
    int brakeKeys,
    int brakePercent,
    int deepDays,
    int repairsQueueLimit,
    int parallelHeads,
    int pageSize,
    Scope scope) {

  /** The same settings for this scope. */
  ReconcilerSettings within(Scope other) {
    return new ReconcilerSettings(
        buckets,
        grace,
        brakeKeys,
        brakePercent,
        deepDays,
        repairsQueueLimit,
        parallelHeads,
        pageSize,
        other);
  }

  /**
   * Why the brake engages for this number of deletions among this number of keys. It always engages
   * for more than half of all keys.
   */
  Optional<String> brake(long deletions, long keys) {
    long limit = Math.min(Math.max(brakeKeys, keys * brakePercent / 100), keys / 2);
    return deletions > limit
        ? Optional.of(
            "The replicas of %d of %d keys are to be deleted, and the brake engages above %d"
                .formatted(deletions, keys, limit))
        : Optional.empty();
  }

  /** What a pass compares. Two passes with different texts prove different things. */
  String scopeText(HeldLabels labels) {
    String prefixes = scope.prefixes().isEmpty() ? "all keys" : "keys under " + scope.prefixes();
    String age = scope.maxAge().map(a -> ", at most " + a.toDays() + " days old").orElse("");
    String filter = scope.filter().equals(Filter.NONE) ? "" : ", filter " + scope.filter().digest();
    String hot =
        scope.hot().map(h -> ", read or changed within %d days".formatted(h.days())).orElse("");
    String without =
        labels.equals(HeldLabels.EVERYTHING) ? "" : ", without labels that the standby cannot hold";
    return "%s, %s%s%s%s%s".formatted(buckets, prefixes, age, filter, hot, without);
  }
}
