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
 * Copies in parts that nobody sees until they are completed. An object so large that one invocation
 * may not be enough has its upload remembered: what is stored is then sent once, however many
 * invocations the rest takes and whatever ended them.
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
   * @param read the answer that the object came with
   * @return empty if the time did not suffice: parts were added, and another call goes on with them
   */
  Optional<WriteResult> copy(
      PrimaryObject object,
      PrimaryRead read,
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
        ? resumable(object, read, layout, commit, deadline)
        : Optional.of(atOnce(object, read, layout, commit));
  }

  /**
   * What makes an upload the current object.
   *
   * @param expected the ETag that the stored parts must amount to, where that is known
   */
  private record Commit(
      ObjectKey key, Condition condition, Instant stamp, Optional<ETag> expected) {}

  private WriteResult atOnce(
      PrimaryObject object, PrimaryRead read, PartLayout layout, Commit commit) {
    String upload = standby.createUpload(object.key(), object.fingerprint());
    try {
      List<Standby.Part> parts =
          new PartUpload(primary, standby, object, read, upload)
              .run(layout, Map.of(), settings.parallel(), slowest -> true);
      return complete(commit, upload, parts);
    } catch (RuntimeException e) {
      abort(object.key(), upload, e);
      throw e;
    }
  }

  private Optional<WriteResult> resumable(
      PrimaryObject object, PrimaryRead read, PartLayout layout, Commit commit, Deadline deadline) {
    Begun begun = begun(object, layout).orElseGet(() -> begin(object, layout, read.readAt()));
    try {
      List<Standby.Part> parts =
          new PartUpload(primary, standby, object, read, begun.upload)
              .run(
                  layout,
                  begun.parts,
                  settings.parallel(),
                  slowest -> deadline.left().compareTo(slowest.multipliedBy(2)) > 0);
      if (parts.size() < layout.parts().size()) {
        requireProgress(object, parts.size() - begun.parts.size());
        return Optional.empty();
      }
      WriteResult result = complete(commit, begun.upload, parts);
      records.forget(object.key(), read.readAt());
      return Optional.of(result);
    } catch (StoreException.Moved | StoreException.Corrupt e) {
      abort(object.key(), begun.upload, e);
      throw e;
    }
  }

  private record Begun(String upload, Map<Integer, Standby.Part> parts) {}

  private Optional<Begun> begun(PrimaryObject object, PartLayout layout) {
    return records
        .find(object, layout)
        .flatMap(
            upload ->
                standby
                    .parts(object.key(), upload)
                    .map(stored -> new Begun(upload, matching(stored, layout))));
  }

  private static Map<Integer, Standby.Part> matching(List<Standby.Part> stored, PartLayout layout) {
    Map<Integer, Standby.Part> parts = new LinkedHashMap<>();
    stored.stream()
        .filter(part -> part.number() <= layout.parts().size())
        .filter(part -> part.length() == layout.parts().get(part.number() - 1).length())
        .forEach(part -> parts.put(part.number(), part));
    return parts;
  }

  private Begun begin(PrimaryObject object, PartLayout layout, Instant readAt) {
    String upload = standby.createUpload(object.key(), object.fingerprint());
    try {
      records.remember(object, layout, upload, readAt);
    } catch (RuntimeException e) {
      abort(object.key(), upload, e);
      throw e;
    }
    return new Begun(upload, Map.of());
  }

  /** Else fresh hints would follow each other for ever, and nobody would be told. */
  private static void requireProgress(PrimaryObject object, int added) {
    if (added <= 0) {
      throw new StoreException.Unavailable(
          "Not one part of %s could be copied within an invocation; raise the function's timeout"
              .formatted(object.key()),
          false,
          null);
    }
  }

  private WriteResult complete(Commit commit, String upload, List<Standby.Part> parts) {
    Optional<ETag> stored = PartETags.etag(parts);
    if (commit.expected.isPresent() && stored.isPresent() && !stored.equals(commit.expected)) {
      throw new StoreException.Corrupt(
          "The parts of %s that the standby stored amount to %s, not to %s"
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
   * Parts of a lost upload cost disk until the standby expires them, and cannot be found by listing
   * after its restart.
   */
  private void abort(ObjectKey key, String upload, RuntimeException failure) {
    try {
      standby.abort(key, upload);
    } catch (RuntimeException e) {
      // Whatever it is, a broken connection included, the first failure says what to do next.
      failure.addSuppressed(e);
    }
  }
}
