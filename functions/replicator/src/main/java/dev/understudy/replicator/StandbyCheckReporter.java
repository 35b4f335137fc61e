package dev.understudy.replicator;

import org.jspecify.annotations.Nullable;

/**
 * Checks the standby once for each connection and logs the findings. If the standby is down, the
 * next batch checks it again.
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
  void checkOnce() {
    try {
      StoreConnections.Connection connection = stores.current();
      if (connection != checked) {
        connection.check().run().ifPresent(telemetry::checked);
        checked = connection;
      }
    } catch (RuntimeException e) {
      // The keys of this batch meet the same failure and report it.
    }
  }
}
