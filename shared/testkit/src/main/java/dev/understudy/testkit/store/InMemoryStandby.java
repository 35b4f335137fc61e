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
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A versioned standby in memory that orders each key's history by the stamps, as a versioned MinIO
 * does: the greatest time is current, and of equal times the later arrival. Stricter than MinIO
 * where a caller would be wrong: a stamp finer than a millisecond, a part out of order or an abort
 * of nothing is an error. Long, as it is the whole reference model of a standby; every method is
 * one operation.
 */
public final class InMemoryStandby implements Standby, Listing {
  private final Map<ObjectKey, List<Version>> histories = new HashMap<>();
  private final Map<String, Upload> uploads = new HashMap<>();
  private int sequence;
  private Hook before = Hook.NONE;
  private Hook after = Hook.NONE;

  private record Version(
      String id, Instant time, @Nullable Fingerprint fingerprint, byte[] content) {}

  private record Upload(ObjectKey key, Fingerprint fingerprint, TreeMap<Integer, byte[]> parts) {}

  /** Calls this before each operation. */
  public void before(Hook hook) {
    before = hook;
  }

  /** Calls this after each operation, before its answer is given. */
  public void after(Hook hook) {
    after = hook;
  }

  /** Another standby with the same histories, without uploads and hooks. */
  public synchronized InMemoryStandby copy() {
    InMemoryStandby copy = new InMemoryStandby();
    histories.forEach((key, history) -> copy.histories.put(key, new ArrayList<>(history)));
    copy.sequence = sequence;
    return copy;
  }

  /** The ids of the key's versions and markers, newest first. */
  public synchronized List<String> versions(ObjectKey key) {
    return histories.getOrDefault(key, List.of()).stream().map(Version::id).toList();
  }

  /** What a reader gets. */
  public synchronized Optional<byte[]> content(ObjectKey key) {
    return current(key).filter(v -> v.fingerprint != null).map(v -> v.content.clone());
  }

  /** The time of the key's newest entry, to the millisecond. */
  public synchronized Optional<Instant> time(ObjectKey key) {
    return current(key).map(Version::time);
  }

  /** Uploads that were begun and neither completed nor aborted. */
  public synchronized int openUploads() {
    return uploads.size();
  }

  @Override
  public Replica head(ObjectKey key) {
    before.at("look", key);
    Replica replica;
    synchronized (this) {
      replica = current(key).map(InMemoryStandby::replica).orElseGet(Replica.Absent::new);
    }
    after.at("look", key);
    return replica;
  }

  private static Replica replica(Version version) {
    return version.fingerprint == null
        ? new Replica.Marker(version.id)
        : new Replica.Present(
            version.fingerprint,
            version.time.truncatedTo(ChronoUnit.SECONDS),
            Optional.of(version.id));
  }

  /** Hides what lies under the name of an object, or of one that was deleted, as MinIO does. */
  @Override
  public Page page(Place at, int most) {
    before.at(
        "page", at.token().map(ObjectKey::new).or(at::after).orElse(InMemoryPrimary.FIRST_PAGE));
    List<ListedObject> objects = new ArrayList<>();
    synchronized (this) {
      histories.forEach(
          (key, history) -> {
            Version newest = history.get(0);
            if (newest.fingerprint != null && !isHidden(key)) {
              Fingerprint fingerprint = newest.fingerprint;
              objects.add(
                  new ListedObject(key, fingerprint.etag(), fingerprint.size(), newest.time));
            }
          });
    }
    return Pages.of(objects.stream(), at, most);
  }

  private boolean isHidden(ObjectKey key) {
    String value = key.value();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      if (slash > 0 && histories.containsKey(new ObjectKey(value.substring(0, slash)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Instant timeOf(ObjectKey key, String versionId) {
    before.at("timeOf", key);
    synchronized (this) {
      return histories.getOrDefault(key, List.of()).stream()
          .filter(v -> v.id.equals(versionId))
          .findFirst()
          .map(Version::time)
          .orElseThrow(
              () -> new StoreException.Unavailable("No version " + versionId, false, null));
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
      throw new UncheckedIOException(e);
    }
    if (content.length != length) {
      throw new IllegalArgumentException("%d bytes, not %d".formatted(content.length, length));
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
        throw new IllegalArgumentException("Not the parts that were uploaded, in order");
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
      if (current(key).filter(v -> v.fingerprint != null).isPresent()) {
        add(key, null, new byte[0], stamp);
      }
    }
    after.at("delete", key);
  }

  private synchronized WriteResult write(
      ObjectKey key, byte[] content, Fingerprint fingerprint, Condition condition, Instant stamp) {
    Optional<ETag> etag =
        current(key).map(Version::fingerprint).filter(Objects::nonNull).map(Fingerprint::etag);
    boolean holds =
        condition instanceof Condition.Matches matches
            ? etag.equals(Optional.of(matches.etag()))
            : etag.isEmpty();
    if (!holds) {
      return WriteResult.CONDITION_FAILED;
    }
    add(key, fingerprint, content.clone(), stamp);
    return WriteResult.WRITTEN;
  }

  private void add(
      ObjectKey key, @Nullable Fingerprint fingerprint, byte[] content, Instant stamp) {
    if (!stamp.equals(stamp.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("Finer than a millisecond: " + stamp);
    }
    List<Version> history = histories.computeIfAbsent(key, k -> new ArrayList<>());
    int place = 0;
    while (place < history.size() && history.get(place).time.isAfter(stamp)) {
      place++;
    }
    history.add(place, new Version("v" + ++sequence, stamp, fingerprint, content));
  }

  private Optional<Version> current(ObjectKey key) {
    return histories.getOrDefault(key, List.of()).stream().findFirst();
  }

  private Upload upload(ObjectKey key, String uploadId) {
    Upload upload = uploads.get(uploadId);
    if (upload == null || !upload.key.equals(key)) {
      throw new StoreException.Unavailable("No upload " + uploadId + " of " + key, false, null);
    }
    return upload;
  }

  private static void requireChecksum(byte[] content, Checksum expected) {
    if (!Checksums.of(expected.algorithm(), content).equals(expected)) {
      throw new StoreException.Corrupt("Not the content of " + expected, null);
    }
  }

  private static void requireLength(int length, Fingerprint fingerprint) {
    if (length != fingerprint.size()) {
      throw new IllegalArgumentException(
          "%d bytes, but the fingerprint says %d".formatted(length, fingerprint.size()));
    }
  }
}
