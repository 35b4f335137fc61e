package dev.understudy.cli.plan;

import dev.understudy.core.object.Scope;
import dev.understudy.core.store.ListedObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tallies what another scope would change. Used by one thread. */
final class FilterChange {
  private final Scope present;
  private final Scope planned;
  private final Instant now;
  private final Tally in = new Tally();
  private final Tally out = new Tally();
  private final Tally entering = new Tally();
  private final Tally leaving = new Tally();
  private final Tally leftBehind = new Tally();
  private final Tally evicted = new Tally();

  /**
   * @param present the scope in force
   * @param planned the scope to compare with it
   * @param now ages are measured from here
   */
  FilterChange(Scope present, Scope planned, Instant now) {
    this.present = present;
    this.planned = planned;
    this.now = now;
  }

  /** Counts an object that the standby can hold. */
  void add(ListedObject object, Survey.Held held) {
    boolean before = holds(present, object, held);
    boolean after = holds(planned, object, held);
    (after ? in : out).add(object.size());
    if (after && !before) {
      entering.add(object.size());
    }
    if (before && !after) {
      leaving.add(object.size());
    }
    if (held != Survey.Held.MISSING && !after) {
      (isEvicted(planned, object) ? evicted : leftBehind).add(object.size());
    }
  }

  /** Counts an archived object that has a replica. */
  void addArchived(ListedObject object) {
    if (isEvicted(planned, object)) {
      evicted.add(object.size());
    }
  }

  /** An object with a replica stays in scope, whatever its size and age, unless it is evicted. */
  private boolean holds(Scope scope, ListedObject object, Survey.Held held) {
    return held == Survey.Held.MISSING
        ? scope.refusal(object.properties(), now).isEmpty()
        : scope.holds(object.key()) && !isEvicted(scope, object);
  }

  private boolean isEvicted(Scope scope, ListedObject object) {
    return scope.membership(object.properties(), now) == Scope.Membership.OUT_EVICT;
  }

  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(in.row("objects", "in scope"));
    rows.add(out.row("objects", "outside"));
    rows.add(entering.row("objects", "entering the scope"));
    rows.add(leaving.row("objects", "leaving the scope"));
    rows.add(leftBehind.row("objects", "outside, with a replica that stays"));
    rows.add(evicted.row("objects", "outside, with a replica that is deleted"));
    return rows;
  }
}
