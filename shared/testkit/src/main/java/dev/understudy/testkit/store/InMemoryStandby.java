package dev.understudy.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A versioned standby in memory that orders each key's history by the stamps, as {@link
 * StampedHistories} describes. It is stricter than MinIO where a caller would be wrong: a stamp
 * finer than a millisecond, parts that are not all the uploaded ones in order, or an ETag of
 * Understudy's own objects that is no MD5 digest, are errors.
 */
public final class InMemoryStandby implements Standby, Listing {
  private final StampedHistories histories;
  private final Map<String, Upload> uploads = new HashMap<>();
  private final boolean conditionalDeletes;
  private final Set<String> damaged = new HashSet<>();
  private int sequence;
  private volatile boolean kms;
  private Hook before = Hook.NONE;
  private Hook after = Hook.NONE;

  /** Ignores the condition of a DELETE, as MinIO does. */
  public InMemoryStandby() {
    this(false);
  }

  /**
   * @param conditionalDeletes whether a DELETE with a false condition deletes nothing
   */
  public InMemoryStandby(boolean conditionalDeletes) {
    this(new StampedHistories(), conditionalDeletes, 0);
  }

  private InMemoryStandby(StampedHistories histories, boolean conditionalDeletes, int sequence) {
    this.histories = histories;
    this.conditionalDeletes = conditionalDeletes;
    this.sequence = sequence;
  }

  private record Upload(ObjectKey key, Fingerprint fingerprint, TreeMap<Integer, byte[]> parts) {}

  /** Sets a hook that runs before each operation. */
  public void before(Hook hook) {
    before = hook;
  }

  /** Sets a hook that runs after each operation, before it returns. */
  public void after(Hook hook) {
    after = hook;
  }

  /** A standby with the same histories, without multipart uploads and hooks. */
  public synchronized InMemoryStandby copy() {
    return new InMemoryStandby(histories.copy(), conditionalDeletes, sequence);
  }

  /** The ids of the key's versions and delete markers, newest first. */
  public synchronized List<String> versions(ObjectKey key) {
    return histories.versions(key).stream().map(StampedVersion::id).toList();
  }

  /** The content that readers see. */
  public synchronized Optional<byte[]> content(ObjectKey key) {
    return histories.current(key).filter(v -> !v.isMarker()).map(v -> v.content().clone());
  }

  /** The time of the key's newest entry, to the millisecond. */
  public synchronized Optional<Instant> time(ObjectKey key) {
    return histories.current(key).map(StampedVersion::time);
  }

  /** The number of multipart uploads that were neither completed nor aborted. */
  public synchronized int openUploads() {
    return uploads.size();
  }

  /** Whether this multipart upload was neither completed nor aborted. */
  public synchronized boolean isOpen(String uploadId) {
    return uploads.containsKey(uploadId);
  }

  /** Obeys a given time and ETag in any case. */
  @Override
  public void sendMarker(boolean send) {}

  @Override
  public Replica head(ObjectKey key) {
    before.at("head", key);
    Replica replica;
    synchronized (this) {
      replica = histories.current(key).map(StampedVersion::replica).orElseGet(Replica.Absent::new);
    }
    after.at("head", key);
    return replica;
  }

  @Override
  public Page page(Place at, int most) {
    before.at(
        "page", at.token().map(ObjectKey::new).or(at::after).orElse(InMemoryPrimary.FIRST_PAGE));
    List<ListedObject> objects;
    synchronized (this) {
      objects = histories.listed();
    }
    return Pages.of(objects.stream(), at, most);
  }

  @Override
  public Instant timeOf(ObjectKey key, String versionId) {
    before.at("timeOf", key);
    synchronized (this) {
      return histories.versions(key).stream()
          .filter(v -> v.id().equals(versionId))
          .findFirst()
          .map(StampedVersion::time)
          .orElseThrow(
              () -> new StoreException.Unavailable("No such version: " + versionId, false, null));
    }
  }

  @Override
  public WriteResult put(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp) {
    before.at("put", key);
    MinioLimits.check(fingerprint.attributes());
    requireLength(content.length, fingerprint);
    requireListable(key, fingerprint.etag());
    checksum.ifPresent(expected -> requireChecksum(content, expected));
    WriteResult result = write(key, content, fingerprint, condition, stamp);
    after.at("put", key);
    return result;
  }

  @Override
  public synchronized String createUpload(ObjectKey key, Fingerprint fingerprint) {
    before.at("createUpload", key);
    MinioLimits.check(fingerprint.attributes());
    String id = "upload-" + ++sequence;
    uploads.put(id, new Upload(key, fingerprint, new TreeMap<>()));
    return id;
  }

  @Override
  public Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source) {
    before.at("uploadPart", key);
    byte[] content;
    try (InputStream stream = source.get()) {
      content = stream.readAllBytes();
    } catch (IOException e) {
      throw new StoreException.Unavailable("The source of the part broke off", false, e);
    }
    if (content.length != length) {
      throw new IllegalArgumentException(
          "The part has %d bytes instead of %d".formatted(content.length, length));
    }
    synchronized (this) {
      upload(key, uploadId).parts.put(number, content);
    }
    after.at("uploadPart", key);
    return new Part(number, length, partETag(content));
  }

  private String partETag(byte[] content) {
    String digest = ObjectETags.md5(content);
    return kms ? ObjectETags.md5(digest.getBytes(UTF_8)) : digest;
  }

  @Override
  public Optional<Part> copyPart(
      ObjectKey key, String uploadId, int number, long from, long length, ETag etag) {
    before.at("copyPart", key);
    Optional<Part> part;
    synchronized (this) {
      part =
          histories
              .current(key)
              .filter(v -> v.fingerprint() != null && v.fingerprint().etag().equals(etag))
              .map(v -> Arrays.copyOfRange(v.content(), (int) from, (int) (from + length)))
              .map(
                  content -> {
                    upload(key, uploadId).parts.put(number, content);
                    return new Part(number, length, partETag(content));
                  });
    }
    after.at("copyPart", key);
    return part;
  }

  @Override
  public WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
    before.at("complete", key);
    WriteResult result;
    synchronized (this) {
      if (!uploads.containsKey(uploadId)) {
        return WriteResult.CONDITION_FAILED;
      }
      Upload upload = upload(key, uploadId);
      if (!parts.stream().map(Part::number).toList().equals(List.copyOf(upload.parts.keySet()))) {
        throw new IllegalArgumentException("The parts are not the uploaded ones in order");
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      upload.parts.values().forEach(whole::writeBytes);
      requireLength(whole.size(), upload.fingerprint);
      result = write(key, whole.toByteArray(), upload.fingerprint, condition, stamp);
      if (result == WriteResult.WRITTEN) {
        uploads.remove(uploadId);
      }
    }
    after.at("complete", key);
    return result;
  }

  @Override
  public Optional<List<Part>> parts(ObjectKey key, String uploadId) {
    before.at("parts", key);
    synchronized (this) {
      return Optional.ofNullable(uploads.get(uploadId))
          .filter(upload -> upload.key.equals(key))
          .map(
              upload ->
                  upload.parts.entrySet().stream()
                      .map(
                          part ->
                              new Part(
                                  part.getKey(), part.getValue().length, partETag(part.getValue())))
                      .toList());
    }
  }

  /** From now on the ETags of parts are no digests of their bytes, but look like them. */
  public void encryptWithKms() {
    kms = true;
  }

  /** Damages the files of the current object: a HEAD shows it as before. */
  public synchronized void damage(ObjectKey key) {
    damaged.add(versions(key).get(0));
  }

  @Override
  public boolean isReadable(ObjectKey key) {
    before.at("isReadable", key);
    synchronized (this) {
      return histories.current(key).map(StampedVersion::id).filter(damaged::contains).isEmpty();
    }
  }

  @Override
  public Optional<byte[]> read(ObjectKey key) {
    before.at("read", key);
    return content(key);
  }

  @Override
  public Optional<Attributes> readAttributes(ObjectKey key) {
    before.at("readAttributes", key);
    synchronized (this) {
      return histories
          .current(key)
          .flatMap(version -> Optional.ofNullable(version.fingerprint()))
          .map(fingerprint -> fingerprint.attributes().withTags(Map.of()));
    }
  }

  @Override
  public synchronized void abort(ObjectKey key, String uploadId) {
    before.at("abort", key);
    uploads.remove(uploadId);
  }

  @Override
  public WriteResult delete(ObjectKey key, ETag seen, Instant stamp) {
    before.at("delete", key);
    synchronized (this) {
      if (conditionalDeletes && !currentEtag(key).equals(Optional.of(seen))) {
        return WriteResult.CONDITION_FAILED;
      }
      if (histories.current(key).filter(v -> !v.isMarker()).isPresent()) {
        histories.add(key, null, new byte[0], stamp);
      }
    }
    after.at("delete", key);
    return WriteResult.WRITTEN;
  }

  /** Deletes whatever object the key has, as an operator would. */
  public void delete(ObjectKey key, Instant stamp) {
    currentEtag(key).ifPresent(seen -> delete(key, seen, stamp));
  }

  private synchronized WriteResult write(
      ObjectKey key, byte[] content, Fingerprint fingerprint, Condition condition, Instant stamp) {
    Optional<ETag> etag = currentEtag(key);
    boolean holds =
        condition instanceof Condition.Matches matches
            ? etag.equals(Optional.of(matches.etag()))
            : etag.isEmpty();
    if (!holds) {
      return WriteResult.CONDITION_FAILED;
    }
    histories.add(key, fingerprint, content.clone(), stamp);
    return WriteResult.WRITTEN;
  }

  private Optional<ETag> currentEtag(ObjectKey key) {
    return histories
        .current(key)
        .map(StampedVersion::fingerprint)
        .filter(Objects::nonNull)
        .map(Fingerprint::etag);
  }

  private Upload upload(ObjectKey key, String uploadId) {
    Upload upload = uploads.get(uploadId);
    if (upload == null || !upload.key.equals(key)) {
      throw new StoreException.Unavailable(
          "No multipart upload " + uploadId + " of " + key, false, null);
    }
    return upload;
  }

  private static void requireChecksum(byte[] content, Checksum expected) {
    if (!Checksums.of(expected.algorithm(), content).equals(expected)) {
      throw new StoreException.Corrupt("The content does not match " + expected, null);
    }
  }

  /** An encrypted bucket could not be listed (docs/replicas.md). */
  private static void requireListable(ObjectKey key, ETag etag) {
    boolean own = ReservedKeys.isReserved(key);
    if (own && !etag.value().matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException(
          "The ETag of %s is no MD5 digest: %s".formatted(key, etag.value()));
    }
  }

  private static void requireLength(int length, Fingerprint fingerprint) {
    if (length != fingerprint.size()) {
      throw new IllegalArgumentException(
          "%d bytes, but the fingerprint says %d".formatted(length, fingerprint.size()));
    }
  }
}
