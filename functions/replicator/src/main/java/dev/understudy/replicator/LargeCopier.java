package dev.understudy.replicator;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Copies an object as a multipart upload. An upload that is cut off is recorded on the standby, so
 * that each stored part is sent once, even if several invocations are needed. A large object is
 * recorded before its first part, so that a second worker leaves it to the first.
 */
final class LargeCopier {
  private final Primary primary;
  private final Standby standby;
  private final PartSettings settings;
  private final boolean keepsEtags;
  private final UploadRecords records;

  LargeCopier(Primary primary, Standby standby, PartSettings settings, boolean keepsEtags) {
    this.primary = primary;
    this.standby = standby;
    this.settings = settings;
    this.keepsEtags = keepsEtags;
    this.records = new UploadRecords(standby);
  }

  /**
   * Writes the object on the standby, if the condition still holds there.
   *
   * @param read the GET that returned the object
   * @param replica copies parts on the standby, where it can
   */
  CopyResult copy(
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      Condition condition,
      Instant stamp,
      Transfers transfers) {
    UploadRecords.Entry entry = records.open(object, read.readAt());
    Optional<UploadRecords.Recorded> recorded = entry.recorded();
    Optional<List<Standby.Part>> parts =
        recorded.flatMap(r -> standby.parts(object.key(), r.upload()));
    // A lease counts only while its upload exists.
    if (parts.isPresent() && recorded.orElseThrow().leasedUntil().isAfter(read.readAt())) {
      return CopyResult.IN_PROGRESS;
    }
    if (recorded.isEmpty()) {
      entry.upload().ifPresent(other -> standby.abort(object.key(), other));
    }
    PartLayout layout =
        recorded
            .map(UploadRecords.Recorded::layout)
            .orElseGet(() -> PartLayout.of(object, primary, settings, keepsEtags));
    boolean isLarge = object.fingerprint().size() >= settings.resumableBytes();
    RecordedUpload upload =
        new RecordedUpload(
            standby, object, entry, layout, parts, read.readAt(), isLarge, transfers);
    PartUpload partUpload =
        new PartUpload(primary, standby, object, read, replica, upload, transfers);
    return run(upload, partUpload, commit(read, layout, condition, stamp, object), transfers);
  }

  private static Commit commit(
      PrimaryRead read,
      PartLayout layout,
      Condition condition,
      Instant stamp,
      PrimaryObject object) {
    Optional<ETag> expected =
        read.etagTellsContent() && layout.isOriginal()
            ? Optional.of(object.fingerprint().etag())
            : Optional.empty();
    return new Commit(object.key(), condition, stamp, expected);
  }

  /**
   * The completion of an upload.
   *
   * @param expected the ETag that must follow from the stored parts' ETags, where it is known
   */
  private record Commit(
      ObjectKey key, Condition condition, Instant stamp, Optional<ETag> expected) {}

  private CopyResult run(
      RecordedUpload upload, PartUpload partUpload, Commit commit, Transfers transfers) {
    try {
      List<Standby.Part> parts = partUpload.run(transfers.parallelParts(settings.parallel()));
      if (parts.size() == upload.layout().parts().size()) {
        return complete(commit, upload, parts);
      }
      upload.suspend();
      return cutOff(upload, parts, transfers);
    } catch (RecordedUpload.Overtaken e) {
      upload.discard();
      return CopyResult.CONDITION_FAILED;
    } catch (StoreException.Moved | StoreException.Corrupt | StoreException.Refused e) {
      upload.discard();
      throw e;
    } catch (RuntimeException e) {
      upload.suspend();
      throw e;
    }
  }

  /** Without an alarm, an object whose parts never fit would be tried again for ever. */
  private static CopyResult cutOff(
      RecordedUpload upload, List<Standby.Part> parts, Transfers transfers) {
    if (parts.size() > upload.storedCount()) {
      return CopyResult.CONTINUED;
    }
    PartLayout.Part next =
        upload.layout().parts().stream()
            .filter(part -> upload.stored(part.number()).isEmpty())
            .findFirst()
            .orElseThrow();
    if (!transfers.fitIntoAnInvocation(next.length())) {
      throw new StoreException.Unavailable(
          "No part of %s could be copied within one invocation; increase the function's timeout or BANDWIDTH"
              .formatted(upload.key()),
          false,
          null);
    }
    return CopyResult.OUT_OF_TIME;
  }

  private CopyResult complete(Commit commit, RecordedUpload upload, List<Standby.Part> parts) {
    Optional<ETag> stored = PartETags.etag(parts);
    if (commit.expected.isPresent()
        && stored.isPresent()
        && !stored.equals(commit.expected)
        && PartETags.areDigestsOn(standby)) {
      throw new StoreException.Corrupt(
          "The standby's parts of %s result in ETag %s instead of %s"
              .formatted(commit.key, stored.get().value(), commit.expected.get().value()),
          null);
    }
    WriteResult result =
        standby.complete(commit.key, upload.id(), parts, commit.condition, commit.stamp);
    if (result == WriteResult.CONDITION_FAILED) {
      upload.discard();
      return CopyResult.CONDITION_FAILED;
    }
    upload.completed();
    return CopyResult.WRITTEN;
  }
}
