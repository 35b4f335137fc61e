package dev.understudy.replicator;

import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.IOException;
import java.time.Instant;

/**
 * Copies an object's bytes. Objects of up to {@value #BUFFER_BYTES} bytes are buffered and written
 * with one PUT, because MinIO locks the key while it receives the body of a conditional write.
 * Larger objects are streamed as a multipart upload, whose completion alone is conditional
 * (docs/decisions/0005). An upload also writes objects whose replica has the same bytes.
 */
final class Copier {
  /** 8 MiB. */
  static final int BUFFER_BYTES = 8 << 20;

  private final Standby standby;
  private final boolean keepsEtags;
  private final LargeCopier large;

  /**
   * @param keepsEtags whether the standby keeps the ETags that a write carries. Elsewhere a replica
   *     has the original's layout where that results in a comparable ETag
   */
  Copier(Primary primary, Standby standby, PartSettings settings, boolean keepsEtags) {
    this.standby = standby;
    this.keepsEtags = keepsEtags;
    this.large = new LargeCopier(primary, standby, settings, keepsEtags);
  }

  /**
   * Writes the object on the standby, if the condition still holds there.
   *
   * @param read the GET that returned the object; its body is consumed, in part or as a whole
   * @param replica copies parts on the standby, where it can
   * @param transfers all copies of the invocation; decides whether this one fits
   */
  CopyResult copy(
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      Condition condition,
      Instant stamp,
      Transfers transfers) {
    if (replica.usable()) {
      read.close();
    }
    if (isPut(object) && !replica.usable()) {
      return transfers
          .beginPut(object.fingerprint().size())
          .map(transfer -> put(object, read, condition, stamp, transfer))
          .orElse(CopyResult.OUT_OF_TIME);
    }
    if (object.key().value().endsWith("/")) {
      throw new StoreException.Refused(
          Refusal.DIRECTORY_TOO_LARGE,
          "MinIO accepts no multipart upload for " + object.key(),
          null);
    }
    return large.copy(object, read, replica, condition, stamp, transfers);
  }

  private boolean isPut(PrimaryObject object) {
    long size = object.fingerprint().size();
    boolean needsParts = !keepsEtags && object.fingerprint().etag().isMultipart() && size > 0;
    return size <= BUFFER_BYTES && (!needsParts || object.key().value().endsWith("/"));
  }

  private CopyResult put(
      PrimaryObject object,
      PrimaryRead read,
      Condition condition,
      Instant stamp,
      Transfers.Transfer transfer) {
    try (transfer) {
      byte[] content = whole(object, read);
      if (!transfer.charge()) {
        return CopyResult.OUT_OF_TIME;
      }
      WriteResult result =
          standby.put(
              object.key(), content, read.checksum(), object.fingerprint(), condition, stamp);
      transfer.stored();
      return result == WriteResult.WRITTEN ? CopyResult.WRITTEN : CopyResult.CONDITION_FAILED;
    }
  }

  private static byte[] whole(PrimaryObject object, PrimaryRead read) {
    byte[] content = new byte[(int) object.fingerprint().size()];
    try {
      int count = read.body().readNBytes(content, 0, content.length);
      if (count == content.length) {
        return content;
      }
      throw new IOException("%d of %d bytes arrived".formatted(count, content.length));
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "GET of %s on the primary was interrupted: %s".formatted(object.key(), e.getMessage()),
          false,
          e);
    }
  }
}
