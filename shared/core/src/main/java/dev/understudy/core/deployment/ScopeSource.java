package dev.understudy.core.deployment;

import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Primary;
import java.time.Clock;

/** Where a function gets the scope from: its configuration, and objects in the primary. */
@FunctionalInterface
public interface ScopeSource {

  /**
   * The scope in force. If it evicts, its filter was read at most a minute ago.
   *
   * @throws dev.understudy.core.store.StoreException.Unavailable if it is not known
   */
  Scope current(Primary primary);

  /**
   * The configured scope, narrowed by what the primary holds: the filter and the set of hot keys.
   * One source per process keeps the last good ones. Safe for several threads.
   *
   * @param filtered whether the filter narrows the scope
   * @param hotDays within how many days an object must have been read; 0 if that does not matter
   */
  static ScopeSource of(Scope configured, boolean filtered, int hotDays, Clock clock) {
    ScopeSource source = filtered ? new FilteredScope(configured, clock) : of(configured);
    return hotDays > 0 ? new HotScope(source, hotDays, clock) : source;
  }

  /** A scope that never changes. */
  static ScopeSource of(Scope scope) {
    return primary -> scope;
  }
}
