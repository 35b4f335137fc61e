package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.HealthChecker;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.lab.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** An edge in front of the primary and of each standby. */
public final class StackEdge {
  private StackEdge() {}

  /**
   * Makes the buckets origins: the primary, then the standbys in their order. An embedded store
   * then allows anonymous reads of its bucket. The policy of a real standby stays unchanged:
   * requests to it are presigned.
   *
   * @param stacks one for each standby, the first of which owns the primary
   */
  public static List<EdgeOrigin> origins(List<Stack> stacks) {
    List<EdgeOrigin> origins = new ArrayList<>();
    origins.add(PublicOrigin.origin(DrillEnvironment.PRIMARY, stacks.get(0).primary()));
    for (Stack stack : stacks) {
      String name = stack.name().toString();
      origins.add(
          stack.standby().embedded()
              ? PublicOrigin.origin(name, stack.standby())
              : PresignedOrigin.origin(name, stack.standby()));
    }
    return origins;
  }

  /**
   * Starts the edge; the caller closes it.
   *
   * @param origins one pool each, in the order of failover
   * @param changes receives every change of a pool's health
   */
  public static Edge start(
      List<EdgeOrigin> origins, EdgeSettings settings, BiConsumer<Pool, Health> changes) {
    return Edge.start(
        origins, settings.monitors(), settings.limits(), HealthChecker::overHttp, changes);
  }
}
