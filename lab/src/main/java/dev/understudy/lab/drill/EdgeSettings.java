package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.OriginTimeouts;

/**
 * The edge's settings in a drill.
 *
 * @param monitors by which it leaves an origin
 * @param limits how long a reader's request waits for one
 */
public record EdgeSettings(MonitorSettings monitors, OriginTimeouts limits) {
  /** Those of production, every time divided by the factor. */
  public static EdgeSettings production(int factor) {
    return new EdgeSettings(
        MonitorSettings.production().scaledDown(factor),
        OriginTimeouts.production().scaledDown(factor));
  }
}
