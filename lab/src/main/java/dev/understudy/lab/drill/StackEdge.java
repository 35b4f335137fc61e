package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.HealthChecker;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.lab.stack.Stack;
import java.util.List;
import java.util.function.BiConsumer;

/** An edge in front of both buckets of a stack. */
public final class StackEdge {
  private StackEdge() {}

  /**
   * Allows anonymous reads of both buckets, writes their health objects, and starts the edge. The
   * caller closes it.
   *
   * @param changes receives every change of a pool's health
   */
  public static Edge start(Stack stack, EdgeSettings settings, BiConsumer<Pool, Health> changes) {
    return Edge.start(
        List.of(
            PublicOrigin.origin("primary", stack.primary()),
            PublicOrigin.origin("standby", stack.standby())),
        settings.monitors(),
        settings.limits(),
        HealthChecker::overHttp,
        changes);
  }
}
