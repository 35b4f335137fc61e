package dev.understudy.core.object;

import java.util.List;

/** The keys that have a meaning of their own, on the primary, the standby or both. */
public final class ReservedKeys {
  /** The prefix of Understudy's own objects on the standby. */
  public static final String UNDERSTUDY = ".understudy/";

  /** The prefix of the objects that belong to one origin and differ between the two. */
  public static final String ORIGIN = ".origin/";

  /** Prefixes that are never replicated, listed as drift or deleted. */
  public static final List<String> PREFIXES = List.of(UNDERSTUDY, ORIGIN);

  /**
   * Each origin's health object. Its body names the origin. Terraform and the droplet's bootstrap
   * write it.
   */
  public static final ObjectKey HEALTH = new ObjectKey(ORIGIN + "health");

  /** The object that the health probe writes to the primary; replicated like any other. */
  public static final ObjectKey HEARTBEAT = new ObjectKey(".heartbeat/understudy");

  /** The object that the check of the standby's guarantees writes. */
  public static final ObjectKey STANDBY_CHECK = new ObjectKey(UNDERSTUDY + "check");

  /** The filter of the scope, in the primary. An operator writes it (docs/filters.md). */
  public static final ObjectKey FILTER = new ObjectKey(UNDERSTUDY + "filter");

  /** The keys that readers have read lately, in the primary (docs/hot-objects.md). */
  public static final ObjectKey HOT = new ObjectKey(UNDERSTUDY + "hot");

  /** The prefix of the health probe's variants of {@link #STANDBY_CHECK}, one a minute. */
  public static final String PROBE = UNDERSTUDY + "probe/";

  /** The prefix of the records of unfinished multipart uploads. */
  public static final String UPLOADS = UNDERSTUDY + "uploads/";

  /** The prefix of the notes about objects that the standby cannot hold. */
  public static final String REFUSED = UNDERSTUDY + "refused/";

  /** The prefix of the reconciler's state: its watermark, suspects and slices. */
  public static final String RECONCILER = UNDERSTUDY + "reconciler/";

  /** The prefix of the objects with which the standby's dialect is measured. */
  public static final String DIALECT = UNDERSTUDY + "dialect/";

  /** The note that holds the measured dialect. */
  public static final ObjectKey DIALECT_NOTE = new ObjectKey(UNDERSTUDY + "dialect.json");

  /** The prefix of the objects that {@code understudy doctor} writes to the standby. */
  public static final String DOCTOR = UNDERSTUDY + "doctor/";

  /** What the droplet's bootstrap writes when it has locked the replicator out; see cli.md. */
  public static final ObjectKey PROMOTED = new ObjectKey(UNDERSTUDY + "promoted");

  private ReservedKeys() {}

  /** A key under {@link #DIALECT}. */
  public static ObjectKey dialect(String name) {
    return new ObjectKey(DIALECT + name);
  }

  /** Whether the key begins with one of the {@link #PREFIXES}. */
  public static boolean isReserved(ObjectKey key) {
    for (String prefix : PREFIXES) {
      if (key.value().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
