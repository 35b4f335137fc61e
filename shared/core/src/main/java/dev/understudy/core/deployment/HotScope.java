package dev.understudy.core.deployment;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HotObjects;
import dev.understudy.core.object.HotSetException;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scope that is limited to hot objects. A set of hot keys that is missing, incomplete or damaged
 * does not narrow the scope further, and evicts nothing.
 */
final class HotScope implements ScopeSource {
  private final ScopeSource wider;
  private final int days;
  private final LastGood<Version> version;

  /**
   * The set with the ETag of its object.
   *
   * @param recent whether it was read within {@link LastGood#MAX_AGE}
   */
  private record Version(ETag etag, HotObjects objects, boolean recent) {
    Version with(boolean nowRecent) {
      return new Version(etag, objects, nowRecent);
    }

    @Override
    public String toString() {
      return "set of hot keys %s, with %d keys that were read within %d days"
          .formatted(etag.quoted(), objects.keys(), objects.days());
    }
  }

  /**
   * @param days within how many days an object must have been read
   */
  HotScope(ScopeSource wider, int days, Clock clock) {
    this.wider = wider;
    this.days = days;
    this.version = new LastGood<>(known -> known.with(false), clock);
  }

  @Override
  public Scope current(Primary primary) {
    Scope scope = wider.current(primary);
    Version known = version.current(last -> read(primary, last));
    Scope hot = scope.with(known.objects());
    return known.recent() ? hot : hot.withoutEviction();
  }

  /** Asks with a HEAD first, because the set has megabytes and changes once an hour. */
  private Version read(Primary primary, @Nullable Version last) {
    if (last != null
        && primary
            .head(ReservedKeys.HOT)
            .filter(now -> now.fingerprint().etag().equals(last.etag()))
            .isPresent()) {
      return last.with(true);
    }
    try (PrimaryRead read = primary.open(ReservedKeys.HOT)) {
      Optional<PrimaryObject> object = read.object();
      if (object.isEmpty()) {
        throw new HotSetException("it does not exist");
      }
      StoredHotSet stored = StoredHotSet.decode(read.body().readNBytes(StoredHotSet.MAX_BYTES + 1));
      return new Version(object.get().fingerprint().etag(), new HotObjects(stored, days), true);
    } catch (HotSetException | IOException | StoreException.Refused | StoreException.Corrupt e) {
      throw new StoreException.Unavailable(
          "The set of hot keys %s in the primary is not usable: %s (docs/hot-objects.md)"
              .formatted(ReservedKeys.HOT, e.getMessage()),
          false,
          e);
    }
  }
}
