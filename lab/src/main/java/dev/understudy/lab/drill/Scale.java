package dev.understudy.lab.drill;

import dev.understudy.testkit.edge.Limits;
import dev.understudy.testkit.edge.MonitorSettings;

/**
 * The edge's settings in a drill.
 *
 * @param monitors by which it leaves an origin
 * @param limits how long a reader's request waits for one
 */
public record Scale(MonitorSettings monitors, Limits limits) {
  /** Those of production, every time divided by the factor. */
  public static Scale production(int factor) {
    return new Scale(
        MonitorSettings.production().scaledDown(factor), Limits.production().scaledDown(factor));
  }
}
