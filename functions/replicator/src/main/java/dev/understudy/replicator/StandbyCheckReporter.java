package dev.understudy.replicator;

import org.jspecify.annotations.Nullable;

/**
 * Checks the standby once per connection and tells what it found. A standby that is down is checked
 * when it is back.
 */
final class StandbyCheckReporter {
  private final StoreConnections stores;
  private final OutcomeTelemetry signals;
  private @Nullable Object checked;

  StandbyCheckReporter(StoreConnections stores, OutcomeTelemetry signals) {
    this.stores = stores;
    this.signals = signals;
  }

  /** Never throws: what is wrong with the standby shows in the outcomes of the keys. */
  void look() {
    try {
      StoreConnections.Connection connection = stores.current();
      if (connection != checked) {
        connection.check().run().ifPresent(signals::checked);
        checked = connection;
      }
    } catch (RuntimeException e) {
      // Of whatever kind: the keys of this batch meet the same failure, and tell it.
    }
  }
}
