package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks both listings at once, in their common order, with one entry of each in hand. */
final class MergeJoin {
  private final PageReader primary;
  private final PageReader standby;
  private @Nullable ListedObject ofPrimary;
  private @Nullable ListedObject ofStandby;

  MergeJoin(PageReader primary, PageReader standby) {
    this.primary = primary;
    this.standby = standby;
    this.ofPrimary = primary.next();
    this.ofStandby = standby.next();
  }

  /** The entries of the next key, or empty at the end. */
  Optional<Pair> next() {
    ListedObject p = ofPrimary;
    ListedObject s = ofStandby;
    if (p == null && s == null) {
      return Optional.empty();
    }
    int order = p == null ? 1 : s == null ? -1 : p.key().compareTo(s.key());
    if (order <= 0) {
      ofPrimary = primary.next();
    }
    if (order >= 0) {
      ofStandby = standby.next();
    }
    return Optional.of(new Pair(order <= 0 ? p : null, order >= 0 ? s : null));
  }

  /**
   * One key.
   *
   * @param primary the primary's entry
   * @param standby the standby's entry; at least one is not null
   */
  record Pair(@Nullable ListedObject primary, @Nullable ListedObject standby) {
    ObjectKey key() {
      if (primary != null) {
        return primary.key();
      }
      if (standby != null) {
        return standby.key();
      }
      throw new IllegalStateException("A pair without entries");
    }
  }
}
