package dev.understudy.replicator;

import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Carries an object's bytes. Up to {@value #BUFFER_BYTES} bytes are read into memory and written
 * with one request, because MinIO locks the key for as long as the body of a conditional write
 * takes; more is streamed in parts that nobody sees until they are completed, and only the
 * completion is conditional (docs/decisions/0005).
 */
final class Copier {
  /** 8 MiB. */
  static final int BUFFER_BYTES = 8 << 20;

  private final Standby standby;
  private final LargeCopier large;

  Copier(Primary primary, Standby standby, PartSettings settings) {
    this.standby = standby;
    this.large = new LargeCopier(primary, standby, settings);
  }

  /**
   * Writes the object on the standby, if the condition still holds there.
   *
   * @param read the answer that the object came with; its body is read, in part or as a whole
   * @return empty if the time did not suffice: another call goes on with what is stored
   */
  Optional<WriteResult> copy(
      PrimaryObject object,
      PrimaryRead read,
      Condition condition,
      Instant stamp,
      Deadline deadline) {
    if (object.fingerprint().size() <= BUFFER_BYTES) {
      byte[] content = whole(object, read);
      return Optional.of(
          standby.put(
              object.key(), content, read.checksum(), object.fingerprint(), condition, stamp));
    }
    if (object.key().value().endsWith("/")) {
      throw new StoreException.Refused(
          Refusal.DIRECTORY_TOO_LARGE, "MinIO takes no upload in parts for " + object.key(), null);
    }
    return large.copy(object, read, condition, stamp, deadline);
  }

  private static byte[] whole(PrimaryObject object, PrimaryRead read) {
    byte[] content = new byte[(int) object.fingerprint().size()];
    try {
      int count = read.body().readNBytes(content, 0, content.length);
      if (count == content.length) {
        return content;
      }
      throw new IOException("%d of %d bytes came".formatted(count, content.length));
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "GET of %s on the primary broke off: %s".formatted(object.key(), e.getMessage()),
          false,
          e);
    }
  }
}
