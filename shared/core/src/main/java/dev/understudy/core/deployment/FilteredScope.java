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
import java.time.Duration;
import java.time.Instant;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A scope that is narrowed by the filter in the primary. The filter is read again after {@link
 * #MAX_AGE}. The last good filter stays in force while the current one cannot be read or is not
 * usable: such a filter must neither widen nor narrow the scope. It deletes nothing meanwhile: a
 * deletion needs a filter that was read within {@link #MAX_AGE}. Safe for several threads.
 */
final class FilteredScope implements ScopeSource {
  /**
   * The longest time for which a replaced filter is still used, unless the new one is not usable.
   */
  static final Duration MAX_AGE = Duration.ofMinutes(1);

  private static final Logger LOG = LogManager.getLogger(FilteredScope.class);

  private final Scope configured;
  private final Clock clock;
  private @Nullable Scope last;
  private Instant readAgainAt = Instant.EPOCH;

  FilteredScope(Scope configured, Clock clock) {
    this.configured = configured;
    this.clock = clock;
  }

  @Override
  public synchronized Scope current(Primary primary) {
    Scope known = last;
    Instant now = clock.instant();
    if (known != null && now.isBefore(readAgainAt)) {
      return known;
    }
    readAgainAt = now.plus(MAX_AGE);
    last = known == null ? null : known.withoutEviction();
    try {
      Scope read = configured.with(read(primary));
      if (known == null || !known.equals(read)) {
        LOG.info("The filter in force is {}", read.filter().digest());
      }
      last = read;
      return read;
    } catch (StoreException.Unavailable e) {
      if (known == null) {
        throw e;
      }
      LOG.error("{}; the filter {} stays in force", e.getMessage(), known.filter().digest());
      return known.withoutEviction();
    }
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
