package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HotSetException;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The set of hot keys in the primary, written only if nobody else has written it since. */
final class HotSetStore {
  private static final Logger LOG = LogManager.getLogger(HotSetStore.class);

  private final Primary primary;
  private final Writer writer;

  /** Writes an object of the primary under a condition. */
  @FunctionalInterface
  interface Writer {
    /**
     * @return the ETag of what was written, or empty if the condition failed
     */
    Optional<ETag> put(byte[] content, Condition condition);
  }

  /** The set, and the condition under which it is still the current one. */
  record Found(StoredHotSet stored, Condition condition) {}

  HotSetStore(Primary primary, Writer writer) {
    this.primary = primary;
    this.writer = writer;
  }

  /** The current set. A damaged one counts as missing, so that the next write replaces it. */
  Found read() {
    try (PrimaryRead read = primary.open(ReservedKeys.HOT)) {
      Optional<PrimaryObject> object = read.object();
      if (object.isEmpty()) {
        return new Found(StoredHotSet.NONE, new Condition.Absent());
      }
      Condition unchanged = new Condition.Matches(object.get().fingerprint().etag());
      return new Found(decoded(read.body().readNBytes(StoredHotSet.MAX_BYTES + 1)), unchanged);
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "The set of hot keys %s could not be read completely".formatted(ReservedKeys.HOT),
          false,
          e);
    }
  }

  private static StoredHotSet decoded(byte[] content) {
    try {
      return StoredHotSet.decode(content);
    } catch (HotSetException e) {
      LOG.error("The set of hot keys is built anew: {}", e.getMessage());
      return StoredHotSet.NONE;
    }
  }

  /**
   * @return the condition for the next write, or empty if another run has written the set
   */
  Optional<Condition> write(StoredHotSet stored, Condition condition) {
    return writer.put(stored.encode(), condition).map(Condition.Matches::new);
  }
}
