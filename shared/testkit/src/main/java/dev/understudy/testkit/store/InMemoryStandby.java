package dev.understudy.testkit.store;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A versioned standby in memory that orders each key's history by the stamps, as {@link
 * StampedHistories} describes. It is stricter than MinIO where a caller would be wrong: a stamp
 * finer than a millisecond, or parts that are not all the uploaded ones in order, are errors.
 */
public final class InMemoryStandby implements Standby, Listing {
  private final StampedHistories histories;
  private final Map<String, Upload> uploads = new HashMap<>();
  private int sequence;
  private Hook before = Hook.NONE;
  private Hook after = Hook.NONE;

  public InMemoryStandby() {
    this(new StampedHistories(), 0);
  }

  private InMemoryStandby(StampedHistories histories, int sequence) {
    this.histories = histories;
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
    return new InMemoryStandby(histories.copy(), sequence);
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
    requireLength(content.length, fingerprint);
    checksum.ifPresent(expected -> requireChecksum(content, expected));
    WriteResult result = write(key, content, fingerprint, condition, stamp);
    after.at("put", key);
    return result;
  }

  @Override
  public synchronized String createUpload(ObjectKey key, Fingerprint fingerprint) {
    before.at("createUpload", key);
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
    return new Part(number, length, ObjectETags.md5(content));
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
                                  part.getKey(),
                                  part.getValue().length,
                                  ObjectETags.md5(part.getValue())))
                      .toList());
    }
  }

  @Override
  public Optional<byte[]> read(ObjectKey key) {
    before.at("read", key);
    return content(key);
  }

  @Override
  public synchronized void abort(ObjectKey key, String uploadId) {
    before.at("abort", key);
    uploads.remove(uploadId);
  }

  @Override
  public void delete(ObjectKey key, Instant stamp) {
    before.at("delete", key);
    synchronized (this) {
      if (histories.current(key).filter(v -> !v.isMarker()).isPresent()) {
        histories.add(key, null, new byte[0], stamp);
      }
    }
    after.at("delete", key);
  }

  private synchronized WriteResult write(
      ObjectKey key, byte[] content, Fingerprint fingerprint, Condition condition, Instant stamp) {
    Optional<ETag> etag =
        histories
            .current(key)
            .map(StampedVersion::fingerprint)
            .filter(Objects::nonNull)
            .map(Fingerprint::etag);
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

  private static void requireLength(int length, Fingerprint fingerprint) {
    if (length != fingerprint.size()) {
      throw new IllegalArgumentException(
          "%d bytes, but the fingerprint says %d".formatted(length, fingerprint.size()));
    }
  }
}
