package dev.understudy.reconciler;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import dev.understudy.testkit.store.InMemoryStandby;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A standby that gives each object an ETag of its own making, as one behind a store's encryption
 * does; but for the reconciler's own notes, whose ETag is the MD5 that any store gives them.
 */
final class EtaglessStandby implements Standby, Listing {
  private static final String OWN = "00000000";

  private final InMemoryStandby standby;

  EtaglessStandby(InMemoryStandby standby) {
    this.standby = standby;
  }

  private static ETag own(ObjectKey key, ETag etag) {
    return key.value().startsWith(ReservedKeys.RECONCILER) || etag.value().startsWith(OWN)
        ? etag
        : new ETag(OWN + etag.value().substring(OWN.length()));
  }

  @Override
  public Page page(Place at, int most) {
    Page page = standby.page(at, most);
    return new Page(
        page.objects().stream()
            .map(o -> new ListedObject(o.key(), own(o.key(), o.etag()), o.size(), o.lastModified()))
            .toList(),
        page.next());
  }

  @Override
  public void sendMarker(boolean send) {}

  @Override
  public Replica head(ObjectKey key) {
    Replica replica = standby.head(key);
    return replica instanceof Replica.Present there
        ? new Replica.Present(
            new Fingerprint(
                own(key, there.fingerprint().etag()),
                there.fingerprint().size(),
                there.fingerprint().attributes()),
            there.lastModified(),
            there.versionId())
        : replica;
  }

  @Override
  public WriteResult put(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp) {
    Fingerprint kept =
        new Fingerprint(own(key, fingerprint.etag()), fingerprint.size(), fingerprint.attributes());
    return standby.put(key, content, checksum, kept, condition, stamp);
  }

  @Override
  public Instant timeOf(ObjectKey key, String versionId) {
    return standby.timeOf(key, versionId);
  }

  @Override
  public boolean isReadable(ObjectKey key) {
    return standby.isReadable(key);
  }

  @Override
  public Optional<byte[]> read(ObjectKey key) {
    return standby.read(key);
  }

  @Override
  public WriteResult delete(ObjectKey key, ETag seen, Instant stamp) {
    return standby.delete(key, own(key, seen), stamp);
  }

  @Override
  public String createUpload(ObjectKey key, Fingerprint fingerprint) {
    return standby.createUpload(
        key,
        new Fingerprint(
            own(key, fingerprint.etag()), fingerprint.size(), fingerprint.attributes()));
  }

  @Override
  public Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source) {
    return standby.uploadPart(key, uploadId, number, length, source);
  }

  @Override
  public Optional<Part> copyPart(
      ObjectKey key, String uploadId, int number, long from, long length, ETag etag) {
    return standby.copyPart(key, uploadId, number, from, length, own(key, etag));
  }

  @Override
  public Optional<List<Part>> parts(ObjectKey key, String uploadId) {
    return standby.parts(key, uploadId);
  }

  @Override
  public WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
    return standby.complete(key, uploadId, parts, condition, stamp);
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    standby.abort(key, uploadId);
  }

  @Override
  public Optional<Attributes> readAttributes(ObjectKey key) {
    return standby.readAttributes(key);
  }
}
