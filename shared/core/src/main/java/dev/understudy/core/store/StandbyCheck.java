package dev.understudy.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out, with a few writes under a reserved key, whether the standby supports what the
 * strongest guarantees need. A store without this support can still be a standby. Conditions and
 * the second HEAD of the primary, not the order of versions, then protect it against late writes.
 */
public final class StandbyCheck {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final ETag OLDER = etag("older");
  private static final ETag NEVER = etag("never");

  private final Standby standby;
  private final ObjectKey key;

  /** Writes to {@link ReservedKeys#STANDBY_CHECK}. */
  public StandbyCheck(Standby standby) {
    this(standby, ReservedKeys.STANDBY_CHECK);
  }

  /**
   * @param key a reserved key. Each run leaves two more versions of it.
   */
  public StandbyCheck(Standby standby, ObjectKey key) {
    this.standby = standby;
    this.key = key;
  }

  /**
   * Writes a version, then an older one, and one under a condition that is false.
   *
   * @return what the standby supports, or empty if another check ran at the same time
   * @throws StoreException if the standby cannot be written now
   */
  public Optional<Findings> run() {
    Replica before = standby.head(key);
    Instant newer = timeOf(standby, key, before).plusSeconds(10);
    Instant older = newer.minusSeconds(5);
    ETag etag = etag("newer " + newer.getEpochSecond());
    if (!put("newer", etag, before.condition(), newer)) {
      return Optional.empty();
    }
    Optional<Replica.Present> first = standby.head(key).present();
    if (first.isEmpty() || !put("older", OLDER, first.get().condition(), older)) {
      return Optional.empty();
    }
    boolean conditional = !put("never", NEVER, new Condition.Matches(NEVER), older);
    Optional<Replica.Present> last = standby.head(key).present();
    return Optional.of(
        new Findings(
            last.map(l -> l.lastModified().equals(newer)).orElse(false),
            first.get().fingerprint().etag().equals(etag),
            conditional));
  }

  /** The time of the newest entry of a key, in seconds unless it is a delete marker. */
  static Instant timeOf(Standby standby, ObjectKey key, Replica before) {
    if (before instanceof Replica.Marker marker) {
      return standby.timeOf(key, marker.versionId());
    }
    return before.present().map(Replica.Present::lastModified).orElse(EPOCH);
  }

  /** An ETag of the usual form that no store would give the content of this check. */
  private static ETag etag(String text) {
    return ETag.md5(("understudy " + text).getBytes(UTF_8));
  }

  private boolean put(String text, ETag etag, Condition condition, Instant stamp) {
    byte[] content = text.getBytes(UTF_8);
    Fingerprint fingerprint = new Fingerprint(etag, content.length, Attributes.NONE);
    return standby.put(key, content, Optional.empty(), fingerprint, condition, stamp)
        == WriteResult.WRITTEN;
  }

  /**
   * What the standby supports.
   *
   * @param stamped it orders versions by the stamp of each write
   * @param keepsEtags it stores the ETag that a write carries
   * @param conditional it rejects a write whose condition is false
   */
  public record Findings(boolean stamped, boolean keepsEtags, boolean conditional) {}
}
