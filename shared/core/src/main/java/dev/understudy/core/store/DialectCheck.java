package dev.understudy.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect.Feature;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measures what a standby supports, with about 40 requests under {@link ReservedKeys#DIALECT}. Each
 * run leaves about ten more versions there.
 */
public final class DialectCheck {
  private static final byte[] CONTENT = "understudy".getBytes(UTF_8);
  private static final ETag NEVER = new ETag("00000000000000000000000000000000");
  private static final ETag FIRST = new ETag("11111111111111111111111111111111");
  private static final ETag SECOND = new ETag("22222222222222222222222222222222");

  private final Standby standby;
  private final ContentCheck content;
  private final Set<Feature> found = EnumSet.noneOf(Feature.class);

  public DialectCheck(Standby standby, Listing listing) {
    this.standby = standby;
    this.content = new ContentCheck(standby, listing);
  }

  /**
   * @return empty if another check ran at the same time
   * @throws StoreException if the standby cannot be read or written now
   */
  public Optional<Dialect> run() {
    found.clear();
    Optional<Order> measured = order();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    StandbyCheck.Findings order = measured.get().findings;
    boolean needsMarker = measured.get().needsMarker;
    note(Feature.STAMPED_PUT, order.stamped());
    note(Feature.CONDITIONAL_PUT, order.conditional());
    try {
      boolean etagsOfUploads = checkUploads(ReservedKeys.dialect("upload"));
      note(Feature.GIVEN_ETAGS, order.keepsEtags() && etagsOfUploads);
      checkDeletions(ReservedKeys.dialect("delete"));
    } catch (Collision e) {
      return Optional.empty();
    }
    found.addAll(content.run());
    return Optional.of(new Dialect(found, needsMarker));
  }

  private record Order(StandbyCheck.Findings findings, boolean needsMarker) {}

  /** The marker is sent from now on only if the standby keeps more with it. */
  private Optional<Order> order() {
    standby.sendMarker(false);
    StandbyCheck check = new StandbyCheck(standby, ReservedKeys.dialect("order"));
    Optional<StandbyCheck.Findings> plain = check.run();
    if (plain.filter(found -> !found.stamped() || !found.keepsEtags()).isEmpty()) {
      return plain.map(findings -> new Order(findings, false));
    }
    standby.sendMarker(true);
    Optional<StandbyCheck.Findings> marked = check.run();
    boolean helps =
        marked
            .filter(
                found ->
                    (found.stamped() && !plain.get().stamped())
                        || (found.keepsEtags() && !plain.get().keepsEtags()))
            .isPresent();
    standby.sendMarker(helps);
    return marked.map(
        findings -> helps ? new Order(findings, true) : new Order(plain.get(), false));
  }

  private void note(Feature feature, boolean supported) {
    if (supported) {
      found.add(feature);
    }
  }

  /** Whether an upload keeps the ETag that it was created with. */
  private boolean checkUploads(ObjectKey key) {
    Replica before = standby.head(key);
    Instant newer = above(key, before);
    String upload = standby.createUpload(key, fingerprint(FIRST));
    List<Standby.Part> parts = List.of(part(key, upload));
    boolean conditional =
        standby.complete(key, upload, parts, new Condition.Matches(NEVER), newer)
            == WriteResult.CONDITION_FAILED;
    note(Feature.CONDITIONAL_COMPLETE, conditional);
    if (conditional
        && standby.complete(key, upload, parts, before.condition(), newer)
            == WriteResult.CONDITION_FAILED) {
      standby.abort(key, upload);
      throw new Collision();
    }
    Replica.Present first = present(key);
    String late = standby.createUpload(key, fingerprint(SECOND));
    Condition unchanged = first.condition();
    if (standby.complete(key, late, List.of(part(key, late)), unchanged, newer.minusSeconds(5))
        == WriteResult.CONDITION_FAILED) {
      standby.abort(key, late);
      throw new Collision();
    }
    note(Feature.STAMPED_COMPLETE, present(key).lastModified().equals(newer));
    return first.fingerprint().etag().equals(FIRST)
        || first.fingerprint().etag().equals(FIRST.asUpload());
  }

  private Standby.Part part(ObjectKey key, String upload) {
    return standby.uploadPart(
        key, upload, 1, CONTENT.length, () -> new ByteArrayInputStream(CONTENT));
  }

  private void checkDeletions(ObjectKey wanted) {
    ObjectKey key = wanted;
    Replica before = standby.head(key);
    Instant time = above(key, before);
    if (!put(key, before.condition(), time)) {
      if (standby.head(key).present().isPresent()) {
        throw new Collision();
      }
      // The key was deleted once and cannot be created any more. A new one shows the rest.
      key = new ObjectKey(wanted.value() + "-" + time.getEpochSecond());
      time = above(key, standby.head(key));
      if (!put(key, standby.head(key).condition(), time)) {
        throw new Collision();
      }
    }
    note(
        Feature.CONDITIONAL_DELETE,
        standby.delete(key, NEVER, time.plusSeconds(5)) == WriteResult.CONDITION_FAILED);
    Optional<Replica.Present> kept = standby.head(key).present();
    if (kept.isPresent()) {
      var unused = standby.delete(key, kept.get().fingerprint().etag(), time.plusSeconds(5));
    }
    checkCreationAfterDeletion(key, time);
  }

  private void checkCreationAfterDeletion(ObjectKey key, Instant time) {
    if (!put(key, new Condition.Absent(), time.plusSeconds(10))) {
      return;
    }
    Optional<Replica.Present> created = standby.head(key).present();
    note(Feature.CREATE_AFTER_DELETE, created.isPresent());
    if (created.isPresent()) {
      var unused = standby.delete(key, created.get().fingerprint().etag(), time.plusSeconds(7));
      note(Feature.STAMPED_DELETE, standby.head(key).present().isPresent());
    }
  }

  private boolean put(ObjectKey key, Condition condition, Instant stamp) {
    return standby.put(key, CONTENT, Optional.empty(), fingerprint(FIRST), condition, stamp)
        == WriteResult.WRITTEN;
  }

  private Replica.Present present(ObjectKey key) {
    return standby.head(key).present().orElseThrow(Collision::new);
  }

  /** Far enough above the newest entry for a time in whole seconds to show the order. */
  private Instant above(ObjectKey key, Replica before) {
    return StandbyCheck.timeOf(standby, key, before).plusSeconds(20);
  }

  private static Fingerprint fingerprint(ETag etag) {
    return new Fingerprint(etag, CONTENT.length, Attributes.NONE);
  }

  /** Another check wrote the same key. */
  private static final class Collision extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Collision() {
      super("Another check of the standby runs", null, false, false);
    }
  }
}
