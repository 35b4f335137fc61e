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
import dev.understudy.core.time.Deadline;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies an object as a multipart upload. An upload that may need more than one invocation is
 * recorded on the standby. Each stored part is then sent once, even if several invocations are
 * needed or one of them is killed.
 */
final class LargeCopier {
  private final Primary primary;
  private final Standby standby;
  private final PartSettings settings;
  private final UploadRecords records;

  LargeCopier(Primary primary, Standby standby, PartSettings settings) {
    this.primary = primary;
    this.standby = standby;
    this.settings = settings;
    this.records = new UploadRecords(standby);
  }

  /**
   * Writes the object on the standby, if the condition still holds there.
   *
   * @param read the GET that returned the object
   * @param replica copies parts on the standby, where it can
   * @return empty if the time did not suffice; parts were added, and another call resumes the
   *     upload
   */
  Optional<WriteResult> copy(
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      Condition condition,
      Instant stamp,
      Deadline deadline) {
    PartLayout layout = PartLayout.of(object, primary, settings.bytes());
    Optional<ETag> expected =
        read.etagTellsContent() && layout.isOriginal()
            ? Optional.of(object.fingerprint().etag())
            : Optional.empty();
    Commit commit = new Commit(object.key(), condition, stamp, expected);
    return object.fingerprint().size() >= settings.resumableBytes()
        ? resumable(object, read, replica, layout, commit, deadline)
        : Optional.of(inOneInvocation(object, read, replica, layout, commit));
  }

  /**
   * The completion of an upload.
   *
   * @param expected the ETag that must follow from the stored parts' ETags, where it is known
   */
  private record Commit(
      ObjectKey key, Condition condition, Instant stamp, Optional<ETag> expected) {}

  private WriteResult inOneInvocation(
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      PartLayout layout,
      Commit commit) {
    String upload = standby.createUpload(object.key(), object.fingerprint());
    try {
      List<Standby.Part> parts =
          new PartUpload(primary, standby, object, read, replica, upload)
              .run(layout, Map.of(), settings.parallel(), slowest -> true);
      return complete(commit, upload, parts);
    } catch (RuntimeException e) {
      abort(object.key(), upload, e);
      throw e;
    }
  }

  private Optional<WriteResult> resumable(
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      PartLayout layout,
      Commit commit,
      Deadline deadline) {
    OpenUpload open = resume(object, layout).orElseGet(() -> begin(object, layout, read.readAt()));
    try {
      List<Standby.Part> parts =
          new PartUpload(primary, standby, object, read, replica, open.upload)
              .run(
                  layout,
                  open.parts,
                  settings.parallel(),
                  slowest -> deadline.left().compareTo(slowest.multipliedBy(2)) > 0);
      if (parts.size() < layout.parts().size()) {
        requireProgress(object, parts.size() - open.parts.size());
        return Optional.empty();
      }
      WriteResult result = complete(commit, open.upload, parts);
      records.forget(object.key(), read.readAt());
      return Optional.of(result);
    } catch (StoreException.Moved | StoreException.Corrupt e) {
      abort(object.key(), open.upload, e);
      throw e;
    }
  }

  private record OpenUpload(String upload, Map<Integer, Standby.Part> parts) {}

  private Optional<OpenUpload> resume(PrimaryObject object, PartLayout layout) {
    return records
        .find(object, layout)
        .flatMap(
            upload ->
                standby
                    .parts(object.key(), upload)
                    .map(stored -> new OpenUpload(upload, matching(stored, layout))));
  }

  private static Map<Integer, Standby.Part> matching(List<Standby.Part> stored, PartLayout layout) {
    Map<Integer, Standby.Part> parts = new LinkedHashMap<>();
    stored.stream()
        .filter(part -> part.number() <= layout.parts().size())
        .filter(part -> part.length() == layout.parts().get(part.number() - 1).length())
        .forEach(part -> parts.put(part.number(), part));
    return parts;
  }

  private OpenUpload begin(PrimaryObject object, PartLayout layout, Instant readAt) {
    String upload = standby.createUpload(object.key(), object.fingerprint());
    try {
      records.remember(object, layout, upload, readAt);
    } catch (RuntimeException e) {
      abort(object.key(), upload, e);
      throw e;
    }
    return new OpenUpload(upload, Map.of());
  }

  /** Without progress, fresh hints would follow each other for ever and no alarm would fire. */
  private static void requireProgress(PrimaryObject object, int added) {
    if (added <= 0) {
      throw new StoreException.Unavailable(
          "No part of %s could be copied within one invocation; increase the function's timeout"
              .formatted(object.key()),
          false,
          null);
    }
  }

  private WriteResult complete(Commit commit, String upload, List<Standby.Part> parts) {
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
        standby.complete(commit.key, upload, parts, commit.condition, commit.stamp);
    if (result == WriteResult.CONDITION_FAILED) {
      standby.abort(commit.key, upload);
    }
    return result;
  }

  /**
   * Aborts, because an abandoned upload occupies disk until the standby expires it, and a restarted
   * MinIO does not list it.
   */
  private void abort(ObjectKey key, String upload, RuntimeException failure) {
    try {
      standby.abort(key, upload);
    } catch (RuntimeException e) {
      // The first failure decides the outcome.
      failure.addSuppressed(e);
    }
  }
}
