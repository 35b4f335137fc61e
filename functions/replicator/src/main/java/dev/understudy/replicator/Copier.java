package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
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
import java.util.List;

/**
 * Carries an object's bytes. Up to {@value #BUFFER_BYTES} bytes are read into memory and written
 * with one request, because MinIO locks the key for as long as the body of a conditional write
 * takes; more is streamed in parts that nobody sees until they are completed, and only the
 * completion is conditional (docs/decisions/0005).
 */
final class Copier {
  /** 8 MiB. */
  static final int BUFFER_BYTES = 8 << 20;

  private final Primary primary;
  private final Standby standby;
  private final PartSettings settings;

  Copier(Primary primary, Standby standby, PartSettings settings) {
    this.primary = primary;
    this.standby = standby;
    this.settings = settings;
  }

  /**
   * Writes the object on the standby, if the condition still holds there.
   *
   * @param read the answer that the object came with; its body is read or given up
   */
  WriteResult copy(PrimaryObject object, PrimaryRead read, Condition condition, Instant stamp) {
    if (object.fingerprint().size() <= BUFFER_BYTES) {
      byte[] content = whole(object, read);
      return standby.put(
          object.key(), content, read.checksum(), object.fingerprint(), condition, stamp);
    }
    read.close();
    if (object.key().value().endsWith("/")) {
      throw new StoreException.Refused(
          Refusal.DIRECTORY_TOO_LARGE, "MinIO takes no upload in parts for " + object.key(), null);
    }
    return inParts(object, condition, stamp);
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

  private WriteResult inParts(PrimaryObject object, Condition condition, Instant stamp) {
    ObjectKey key = object.key();
    Layout layout = Layout.of(object, primary, settings.bytes());
    String upload = standby.createUpload(key, object.fingerprint());
    try {
      List<Standby.Part> parts =
          new PartUpload(primary, standby, object, upload).run(layout, settings.parallel());
      WriteResult result = standby.complete(key, upload, parts, condition, stamp);
      if (result == WriteResult.CONDITION_FAILED) {
        standby.abort(key, upload);
      }
      return result;
    } catch (RuntimeException e) {
      abort(key, upload, e);
      throw e;
    }
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
