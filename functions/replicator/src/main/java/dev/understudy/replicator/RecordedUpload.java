package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The multipart upload of one object, as one worker uses it: resumed from the record, or created
 * when its first part begins. Safe for several threads.
 *
 * <p>A recorded upload is used under a lease. Other workers that meet the lease leave the object to
 * its holder. The holder's message leaves the queue only when the object is complete or a fresh
 * hint was sent, and the lease ends before that. After a crash, the message returns when its
 * visibility timeout expires, and the lease has expired by then. If the end of a lease cannot be
 * recorded, the copy is in doubt, so that the message also returns only then.
 */
final class RecordedUpload {
  /** Lambda's limit, and below the visibility timeout of the queues. */
  private static final Duration MAX_LEASE = Duration.ofMinutes(15);

  private final Standby standby;
  private final PrimaryObject object;
  private final UploadRecords.Entry entry;
  private final PartLayout layout;
  private final Map<Integer, Standby.Part> stored = new HashMap<>();
  private final Instant readAt;
  private final boolean recordsFirst;
  private final Transfers transfers;
  private @Nullable String id;
  private boolean isCreated;
  private boolean isInUse;
  private boolean isRecorded;
  private boolean isLeased;
  private boolean isSuspended;

  /** Another worker has changed the record since it was read. */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param parts the parts of the recorded upload; empty if a new upload must be created
   * @param readAt when the primary returned the object, by the primary's clock
   * @param recordsFirst whether a new upload is recorded before its first part is sent
   */
  RecordedUpload(
      Standby standby,
      PrimaryObject object,
      UploadRecords.Entry entry,
      PartLayout layout,
      Optional<List<Standby.Part>> parts,
      Instant readAt,
      boolean recordsFirst,
      Transfers transfers) {
    this.standby = standby;
    this.object = object;
    this.entry = entry;
    this.layout = layout;
    this.readAt = readAt;
    this.recordsFirst = recordsFirst;
    this.transfers = transfers;
    this.id = parts.isPresent() ? entry.upload().orElseThrow() : null;
    parts.orElse(List.of()).stream()
        .filter(part -> part.number() <= layout.parts().size())
        .filter(part -> part.length() == layout.parts().get(part.number() - 1).length())
        .forEach(part -> stored.put(part.number(), part));
  }

  ObjectKey key() {
    return object.key();
  }

  PartLayout layout() {
    return layout;
  }

  /** The part with this number, if it was stored before. */
  Optional<Standby.Part> stored(int number) {
    return Optional.ofNullable(stored.get(number));
  }

  int storedCount() {
    return stored.size();
  }

  /**
   * The upload's id. The first call takes the lease of a recorded upload, or creates an upload.
   *
   * @throws Overtaken if another worker has changed the record meanwhile
   */
  synchronized String id() {
    String upload = id;
    if (upload == null) {
      upload = standby.createUpload(object.key(), object.fingerprint());
      id = upload;
      isCreated = true;
    }
    if (!isInUse && (!isCreated || recordsFirst)) {
      lease(upload);
    }
    isInUse = true;
    return upload;
  }

  private void lease(String upload) {
    Duration rest = transfers.deadline().untilHardStop();
    Instant until = readAt.plus(rest.compareTo(MAX_LEASE) < 0 ? rest : MAX_LEASE);
    // If the write fails, it may have happened.
    isLeased = true;
    isRecorded = entry.write(new UploadRecords.Recorded(upload, layout, until));
    if (!isRecorded) {
      isLeased = false;
      throw new Overtaken();
    }
  }

  /** As {@link #suspend}, for the moment at which the time is up. A failure is repeated there. */
  void suspendQuietly() {
    try {
      write();
    } catch (RuntimeException e) {
      // The part in progress may still succeed. Otherwise suspend() tries again.
    }
  }

  /**
   * Records the upload for another invocation and ends the lease. An upload that cannot be recorded
   * is aborted later.
   *
   * @throws StoreException.InDoubt if the lease may still stand
   */
  synchronized void suspend() {
    try {
      write();
    } catch (RuntimeException e) {
      requireNoLease(e);
      Optional.ofNullable(id).ifPresent(upload -> transfers.abandon(object.key(), upload));
    }
  }

  private synchronized void write() {
    String upload = id;
    if (upload == null || isSuspended || !(isCreated || isLeased)) {
      return;
    }
    boolean isWritten = entry.write(new UploadRecords.Recorded(upload, layout, Instant.EPOCH));
    if (!isWritten && !isRecorded) {
      // The record of another worker stands.
      abort(upload);
    }
    isRecorded |= isWritten;
    isLeased = false;
    isSuspended = true;
  }

  /**
   * Aborts the upload and removes its record.
   *
   * @throws StoreException.InDoubt if the lease may still stand
   */
  synchronized void discard() {
    String upload = id;
    if (upload == null || !(isCreated || isLeased)) {
      return;
    }
    // A lease counts only while its upload exists.
    isLeased &= !abort(upload);
    forget();
  }

  /** Removes the record of a completed upload. If it stays, it refers to an unknown upload. */
  synchronized void completed() {
    isLeased = false;
    forget();
  }

  private void forget() {
    if (isRecorded) {
      try {
        entry.delete();
      } catch (StoreException e) {
        requireNoLease(e);
      }
    }
  }

  private void requireNoLease(RuntimeException failure) {
    if (isLeased) {
      throw new StoreException.InDoubt(
          "The lease on the multipart upload of " + object.key() + " could not be ended", failure);
    }
  }

  /**
   * Aborts, because an abandoned upload occupies disk until the standby expires it, and a restarted
   * MinIO does not list it.
   */
  private boolean abort(String upload) {
    try {
      standby.abort(object.key(), upload);
      return true;
    } catch (RuntimeException e) {
      transfers.abandon(object.key(), upload);
      return false;
    }
  }
}
