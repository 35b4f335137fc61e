package dev.understudy.core.deployment;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.FilterException;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.time.Clock;

/**
 * A scope that is narrowed by the filter in the primary. A filter that is not usable must neither
 * widen nor narrow the scope. It deletes nothing meanwhile: a deletion needs a filter that was read
 * within {@link LastGood#MAX_AGE}.
 */
final class FilteredScope implements ScopeSource {
  private final Scope configured;
  private final LastGood<Filter> filter;

  FilteredScope(Scope configured, Clock clock) {
    this.configured = configured;
    this.filter = new LastGood<>(Filter::withoutEviction, clock);
  }

  @Override
  public Scope current(Primary primary) {
    return configured.with(filter.current(last -> read(primary)));
  }

  /**
   * Reads the filter. Only {@code NoSuchKey} proves that the object is missing.
   *
   * @throws StoreException.Unavailable if it cannot be read or is not usable
   */
  static Filter read(Primary primary) {
    try (PrimaryRead read = primary.open(ReservedKeys.FILTER)) {
      return read.object().isEmpty()
          ? Filter.NONE
          : Filter.parse(read.body().readNBytes(Filter.MAX_BYTES + 1));
    } catch (FilterException | IOException | StoreException.Refused | StoreException.Corrupt e) {
      throw new StoreException.Unavailable(
          "The filter %s in the primary is not usable: %s"
              .formatted(ReservedKeys.FILTER, e.getMessage()),
          false,
          e);
    }
  }
}
