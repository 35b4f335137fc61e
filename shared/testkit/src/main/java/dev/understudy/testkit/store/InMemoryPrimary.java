package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.StorageClasses;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A primary in memory whose clock shows whole seconds, as S3's does. It counts the reads that were
 * not closed.
 */
public final class InMemoryPrimary implements Primary, Listing {
  /** The key that hooks receive for the first page of a listing, or for an empty one. */
  public static final ObjectKey FIRST_PAGE = new ObjectKey("(first page)");

  private final Map<ObjectKey, Stored> objects = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Clock clock;
  private boolean damages;
  private boolean naturalEtags = true;
  private Hook before = Hook.NONE;
  private Hook after = Hook.NONE;

  public InMemoryPrimary(Clock clock) {
    this.clock = clock;
  }

  private record Stored(PrimaryObject object, byte[] content, List<Long> parts) {}

  /** Writes an object with one PUT. */
  public PrimaryObject put(ObjectKey key, byte[] content, Attributes attributes) {
    return store(key, content, attributes, ObjectETags.md5(content), now(), List.of());
  }

  /**
   * Completes a multipart upload of two parts.
   *
   * @param begun the creation of the upload, which S3 may show as Last-Modified
   */
  public PrimaryObject putInParts(
      ObjectKey key, byte[] content, Attributes attributes, Instant begun) {
    long first = Math.min(content.length, 5 << 20);
    return putInParts(key, content, attributes, begun, List.of(first, content.length - first));
  }

  /** Completes a multipart upload with parts of these sizes. */
  public PrimaryObject putInParts(
      ObjectKey key, byte[] content, Attributes attributes, Instant begun, List<Long> parts) {
    boolean whole = parts.stream().mapToLong(Long::longValue).sum() == content.length;
    String etag =
        whole
            ? ObjectETags.multipart(content, parts)
            : ObjectETags.md5(content) + "-" + parts.size();
    return store(key, content, attributes, etag, begun, parts);
  }

  /** Writes an object with the given ETag, and without part sizes. */
  public PrimaryObject putMutely(
      ObjectKey key, byte[] content, Attributes attributes, String etag) {
    return store(key, content, attributes, etag, now(), List.of());
  }

  /** From now on, ETags are not digests of the content, as with SSE-KMS. */
  public void encryptWithKms() {
    naturalEtags = false;
  }

  /** Replaces the tags of an object, which changes neither its ETag nor its time. */
  public PrimaryObject tag(ObjectKey key, Map<String, String> tags) {
    return replace(
        key,
        old -> {
          Attributes labels = old.fingerprint().attributes();
          return old.with(new Attributes(labels.headers(), labels.metadata(), new TreeMap<>(tags)));
        });
  }

  /** Moves an object to another storage class, which changes neither its ETag nor its time. */
  public PrimaryObject transition(ObjectKey key, String storageClass) {
    return replace(
        key, old -> new PrimaryObject(key, old.fingerprint(), old.lastModified(), storageClass));
  }

  private PrimaryObject replace(ObjectKey key, UnaryOperator<PrimaryObject> change) {
    Stored stored = Objects.requireNonNull(objects.get(key), key::value);
    PrimaryObject object = change.apply(stored.object);
    objects.put(key, new Stored(object, stored.content, stored.parts));
    return object;
  }

  /** Deletes the object, if it exists. */
  public void delete(ObjectKey key) {
    objects.remove(key);
  }

  /** The number of reads that were opened and not closed. */
  public int openReads() {
    return open.get();
  }

  /** From now on, the first byte of every body is wrong. */
  public void damage() {
    damages = true;
  }

  /** Sets a hook that runs before each operation. */
  public void before(Hook hook) {
    before = hook;
  }

  /** Sets a hook that runs after each operation, before it returns. */
  public void after(Hook hook) {
    after = hook;
  }

  @Override
  public PrimaryRead open(ObjectKey key) {
    before.at("open", key);
    Optional<Stored> stored = Optional.ofNullable(objects.get(key));
    if (stored.filter(found -> StorageClasses.isArchive(found.object.storageClass())).isPresent()) {
      throw new StoreException.Refused(Refusal.ARCHIVED, key + " is archived", null);
    }
    Instant readAt = now();
    after.at("open", key);
    return new InMemoryRead(
        readAt,
        stored.map(Stored::object),
        stored.map(found -> Checksums.of(Checksum.Algorithm.CRC32, found.content)),
        naturalEtags,
        new CountedStream(stored.map(this::body).orElse(new byte[0]), open));
  }

  @Override
  public Optional<PrimaryObject> head(ObjectKey key) {
    before.at("head", key);
    Optional<PrimaryObject> object = Optional.ofNullable(objects.get(key)).map(Stored::object);
    after.at("head", key);
    return object;
  }

  /** The first hook receives the key after which the page begins, or {@link #FIRST_PAGE}. */
  @Override
  public Page page(Place at, int most) {
    before.at("page", at.token().map(ObjectKey::new).or(at::after).orElse(FIRST_PAGE));
    Page page =
        Pages.of(objects.values().stream().map(Stored::object).map(ListedObject::of), at, most);
    after.at("page", page.objects().isEmpty() ? FIRST_PAGE : page.objects().get(0).key());
    return page;
  }

  @Override
  public InputStream range(PrimaryObject object, long from, long length) {
    before.at("range", object.key());
    Stored stored = pinned(object);
    after.at("range", object.key());
    byte[] range = Arrays.copyOfRange(body(stored), (int) from, (int) (from + length));
    return new CountedStream(range, open);
  }

  @Override
  public OptionalLong partSize(PrimaryObject object, int number) {
    before.at("partSize", object.key());
    List<Long> parts = pinned(object).parts;
    return parts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(parts.get(number - 1));
  }

  private byte[] body(Stored stored) {
    byte[] body = stored.content.clone();
    if (damages && body.length > 0) {
      body[0]++;
    }
    return body;
  }

  private Stored pinned(PrimaryObject object) {
    Stored stored = objects.get(object.key());
    if (stored == null || !stored.object.fingerprint().etag().equals(object.fingerprint().etag())) {
      throw new StoreException.Moved(object.key() + " changed", null);
    }
    return stored;
  }

  private PrimaryObject store(
      ObjectKey key,
      byte[] content,
      Attributes attributes,
      String etag,
      Instant modified,
      List<Long> parts) {
    Fingerprint fingerprint = new Fingerprint(new ETag(etag), content.length, attributes);
    PrimaryObject object =
        new PrimaryObject(key, fingerprint, modified.truncatedTo(ChronoUnit.SECONDS));
    objects.put(key, new Stored(object, content.clone(), List.copyOf(parts)));
    return object;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
