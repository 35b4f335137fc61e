package dev.understudy.replicator;

import dev.understudy.core.store.Dialect;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Logs once for each connection what the standby supports. If the standby is down, the next batch
 * tries again.
 */
final class StandbyCheckReporter {
  private final StoreConnections stores;
  private final OutcomeTelemetry telemetry;
  private final AtomicReference<StoreConnections.@Nullable Connection> reported =
      new AtomicReference<>();

  StandbyCheckReporter(StoreConnections stores, OutcomeTelemetry telemetry) {
    this.stores = stores;
    this.telemetry = telemetry;
  }

  /** Never throws. A failing standby shows in the outcomes of the keys. */
  void checkOnce() {
    try {
      // Waits on this connection, which the hard stop breaks; a later one would hang again.
      StoreConnections.Connection connection = stores.current();
      Dialect dialect = connection.dialect();
      if (reported.getAndSet(connection) != connection) {
        telemetry.checked(dialect);
      }
    } catch (RuntimeException e) {
      // The keys of this batch meet the same failure and report it.
    }
  }
}
