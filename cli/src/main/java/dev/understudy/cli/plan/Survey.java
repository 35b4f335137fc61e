package dev.understudy.cli.plan;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the objects of the primary. Memory does not depend on the number of objects. Used by one
 * thread.
 */
public final class Survey {
  private final Scope scope;
  private final Dialect dialect;
  private final Instant now;
  private final Tally listed = new Tally();
  private final Tally replicable = new Tally();
  private final Map<Refusal, Tally> refused = new EnumMap<>(Refusal.class);
  private final PrefixTallies prefixes;
  private final Classes classes;
  private final FilterChange change;
  private final Tally listedInScope = new Tally();
  private final Tally inScope = new Tally();
  private final Tally missing = new Tally();
  private final Tally stale = new Tally();
  private final Tally large = new Tally();
  private long parts;
  private long orphaned;

  /** What the standby has of an object. */
  enum Held {
    MISSING,
    STALE,
    CORRECT
  }

  /**
   * @param prefix the prefix of all keys; the report counts prefixes one level below it
   * @param scope what the installation replicates
   * @param dialect decides what the standby refuses
   * @param now ages are measured from here
   */
  public Survey(String prefix, Scope scope, Dialect dialect, Instant now) {
    this(prefix, scope, scope, dialect, now);
  }

  /**
   * Counts for a scope that is planned.
   *
   * @param present what the installation replicates now
   * @param planned what it would replicate
   */
  public Survey(String prefix, Scope present, Scope planned, Dialect dialect, Instant now) {
    this.scope = planned;
    this.dialect = dialect;
    this.now = now;
    this.prefixes = new PrefixTallies(prefix);
    this.classes = new Classes(now);
    this.change = new FilterChange(present, planned, now);
  }

  /** Counts an object of the primary. Objects are in the order of a listing. */
  void add(ListedObject object, Held held) {
    long size = object.size();
    boolean holdsKey = scope.holds(object.key());
    listed.add(size);
    if (holdsKey) {
      listedInScope.add(size);
    }
    Optional<Refusal> refusal = refusal(object);
    if (refusal.isPresent()) {
      refused.computeIfAbsent(refusal.get(), any -> new Tally()).add(size);
      if (refusal.get() == Refusal.ARCHIVED && held != Held.MISSING) {
        change.addArchived(object);
      }
      return;
    }
    replicable.add(size);
    prefixes.add(object.key(), size);
    classes.add(object);
    change.add(object, held);
    if (holdsKey) {
      addInScope(object, held);
    }
  }

  /** A stale replica is updated whatever its age or size, unless it is evicted. */
  private void addInScope(ListedObject object, Held held) {
    Membership membership = scope.membership(object.properties(), now);
    if (membership == Membership.OUT_EVICT
        || (membership == Membership.OUT_KEEP && held == Held.MISSING)) {
      return;
    }
    inScope.add(object.size());
    if (held != Held.CORRECT) {
      (held == Held.STALE ? stale : missing).add(object.size());
      if (object.size() > Workload.ONE_PUT) {
        large.add(object.size());
        parts += Workload.partsOf(object.size());
      }
    }
  }

  /** Counts a replica without an original. */
  void addOrphan() {
    orphaned++;
  }

  /** The refusals that a listing can show. A GET shows the others, such as customer keys. */
  private Optional<Refusal> refusal(ListedObject object) {
    ObjectKey key = object.key();
    return dialect
        .refusal(key)
        .or(() -> object.archived() ? Optional.of(Refusal.ARCHIVED) : Optional.empty())
        .or(
            () ->
                key.value().endsWith("/") && object.size() > Workload.ONE_PUT
                    ? Optional.of(Refusal.DIRECTORY_TOO_LARGE)
                    : Optional.empty())
        .or(() -> dialect.refusal(withoutLabels(object)));
  }

  private static PrimaryObject withoutLabels(ListedObject object) {
    return new PrimaryObject(
        object.key(),
        new Fingerprint(object.etag(), object.size(), Attributes.NONE),
        object.lastModified());
  }

  /** Whether no object was counted. */
  public boolean isEmpty() {
    return listed.keys() == 0;
  }

  /** All objects. */
  Tally listed() {
    return listed;
  }

  /** What a backfill and a month have to do. */
  Workload workload() {
    return new Workload(listedInScope, inScope, missing, stale, large, parts);
  }

  /** In scope, without a replica. */
  Tally missing() {
    return missing;
  }

  /** In scope, with a replica that is not correct. */
  Tally stale() {
    return stale;
  }

  /** Replicas without an original. */
  long orphaned() {
    return orphaned;
  }

  List<Map<String, Object>> refusedRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    refused.forEach((reason, tally) -> rows.add(tally.row("reason", reason.label())));
    return rows;
  }

  List<Map<String, Object>> prefixRows() {
    return prefixes.rows();
  }

  Classes classes() {
    return classes;
  }

  /** What the planned scope would change. */
  List<Map<String, Object>> changeRows() {
    return change.rows();
  }

  /** What the scope holds as it is configured, with each maximum age, and without a limit. */
  List<Map<String, Object>> scopeRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(inScope.row("setting", "as configured"));
    rows.addAll(classes.maxAgeRows());
    rows.add(replicable.row("setting", "no limit"));
    return rows;
  }
}
