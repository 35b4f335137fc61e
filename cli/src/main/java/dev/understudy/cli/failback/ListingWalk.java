package dev.understudy.cli.failback;

import dev.understudy.cli.listing.ListedObjects;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists both sides, and finds the keys that only a check of both sides can judge. Holds one listing
 * page of each side in memory. Used by one thread.
 */
final class ListingWalk {
  private final Iterator<ListedObject> primary;
  private final Iterator<ListedObject> standby;
  private final Failback.Options options;
  private final Consumer<Verdict> judged;
  private @Nullable ListedObject original;
  private @Nullable ListedObject replica;

  /**
   * @param judged receives the verdict of each key that the listings alone decide
   */
  ListingWalk(
      Listing primary, Listing standby, Failback.Options options, Consumer<Verdict> judged) {
    this.primary = new ListedObjects(primary, options.prefix());
    this.standby = new ListedObjects(standby, options.prefix());
    this.options = options;
    this.judged = judged;
    this.original = next(this.primary);
    this.replica = next(this.standby);
  }

  /** The next keys to check, at most this many; empty at the end. */
  List<ObjectKey> next(int limit) {
    List<ObjectKey> keys = new ArrayList<>();
    while (keys.size() < limit && (original != null || replica != null)) {
      ListedObject left = original;
      ListedObject right = replica;
      int order = left == null ? 1 : right == null ? -1 : left.key().compareTo(right.key());
      ListedObject onPrimary = order <= 0 ? left : null;
      ListedObject onStandby = order >= 0 ? right : null;
      if (onPrimary != null) {
        original = next(primary);
      }
      if (onStandby != null) {
        replica = next(standby);
      }
      judge(onPrimary, onStandby, keys);
    }
    return keys;
  }

  private void judge(
      @Nullable ListedObject onPrimary, @Nullable ListedObject onStandby, List<ObjectKey> keys) {
    if (onStandby != null) {
      ObjectKey key = onStandby.key();
      if (!ReservedKeys.isReserved(key)) {
        judgeReplica(onPrimary, onStandby, keys);
      }
    } else if (onPrimary != null && !ReservedKeys.isReserved(onPrimary.key())) {
      if (options.scope().holds(onPrimary.key())) {
        keys.add(onPrimary.key());
      } else {
        judged.accept(Verdict.NOT_REPLICATED);
      }
    }
  }

  /** A replica that is older than the promotion was not changed by a writer. */
  private void judgeReplica(
      @Nullable ListedObject onPrimary, ListedObject onStandby, List<ObjectKey> keys) {
    boolean equal = onPrimary != null && options.correct().matches(onPrimary, onStandby);
    if (!onStandby.lastModified().isBefore(options.promotedAt()) || (equal && options.deep())) {
      keys.add(onStandby.key());
    } else {
      judged.accept(equal ? Verdict.EQUAL : Verdict.PRIMARY_NEWER);
    }
  }

  private static @Nullable ListedObject next(Iterator<ListedObject> listing) {
    return listing.hasNext() ? listing.next() : null;
  }
}
