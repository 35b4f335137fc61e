package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.OriginTimeouts;

/**
 * The edge's settings in a drill.
 *
 * @param monitors the health checks that make the edge leave an origin
 * @param limits the timeouts of a request to an origin
 */
public record EdgeSettings(MonitorSettings monitors, OriginTimeouts limits) {
  /** The production settings, with every time divided by the factor. */
  public static EdgeSettings production(int factor) {
    return new EdgeSettings(
        MonitorSettings.production().scaledDown(factor),
        OriginTimeouts.production().scaledDown(factor));
  }
}
