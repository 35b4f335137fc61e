package dev.understudy.replicator;

import org.jspecify.annotations.Nullable;

/**
 * Logs once for each connection what the standby supports. If the standby is down, the next batch
 * tries again.
 */
final class StandbyCheckReporter {
  private final StoreConnections stores;
  private final OutcomeTelemetry telemetry;
  private @Nullable Object checked;

  StandbyCheckReporter(StoreConnections stores, OutcomeTelemetry telemetry) {
    this.stores = stores;
    this.telemetry = telemetry;
  }

  /** Never throws. A failing standby shows in the outcomes of the keys. */
  synchronized void checkOnce() {
    try {
      StoreConnections.Connection connection = stores.current();
      if (connection != checked) {
        telemetry.checked(connection.dialect());
        checked = connection;
      }
    } catch (RuntimeException e) {
      // The keys of this batch meet the same failure and report it.
    }
  }
}
