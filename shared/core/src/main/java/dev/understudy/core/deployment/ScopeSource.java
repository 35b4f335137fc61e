package dev.understudy.core.deployment;

import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Primary;
import java.time.Clock;

/** Where a function gets the scope from: its configuration, or the filter in the primary too. */
@FunctionalInterface
public interface ScopeSource {

  /**
   * The scope in force. If it evicts, its filter was read at most a minute ago.
   *
   * @throws dev.understudy.core.store.StoreException.Unavailable if it is not known
   */
  Scope current(Primary primary);

  /**
   * The configured scope, narrowed by the filter in the primary if that is switched on. One source
   * per process keeps the last good filter. Safe for several threads.
   */
  static ScopeSource of(Scope configured, boolean filtered, Clock clock) {
    return filtered ? new FilteredScope(configured, clock) : of(configured);
  }

  /** A scope that never changes. */
  static ScopeSource of(Scope scope) {
    return primary -> scope;
  }
}
