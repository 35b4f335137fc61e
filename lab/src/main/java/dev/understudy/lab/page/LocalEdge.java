package dev.understudy.lab.page;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.lab.drill.EdgeSettings;
import dev.understudy.lab.drill.StackEdge;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.History;
import dev.understudy.page.PageState;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The emulated edge of the local stack, and a reader that uses it. */
final class LocalEdge implements AutoCloseable {
  /** Divides the times of production: a failover takes some 4 seconds. */
  private static final int FACTOR = 30;

  private static final List<String> POOLS = List.of("primary", "standby");

  private final History history;
  private final Edge edge;
  private final EdgeReader reader;
  private String serving = "";

  private LocalEdge(Stack stack, History history) {
    this.history = history;
    this.edge = StackEdge.start(stack, EdgeSettings.production(FACTOR), this::changed);
    this.reader = new EdgeReader(edge.uri());
  }

  /**
   * Starts it; none if a store is a real server, whose policy the stack leaves unchanged. The
   * caller closes it.
   */
  static Optional<LocalEdge> start(Stack stack, History history) {
    return stack.embeddedPrimary().isPresent() && stack.embeddedStandby().isPresent()
        ? Optional.of(new LocalEdge(stack, history))
        : Optional.empty();
  }

  private void changed(Pool pool, Health health) {
    history.event("Edge: the pool %s is %s".formatted(pool.origin().name(), text(health)));
  }

  private static String text(Health health) {
    return health.name().toLowerCase(Locale.ROOT);
  }

  URI uri() {
    return edge.uri();
  }

  void read() {
    reader.read();
  }

  /** The reads since the last call, by origin. Notes in the history if another pool serves now. */
  synchronized Map<String, Double> drain() {
    String now = edge.serving().orElse("");
    if (!now.equals(serving)) {
      history.event(
          now.isEmpty()
              ? "Edge: no pool serves readers"
              : "Edge: the %s serves readers".formatted(now));
      serving = now;
    }
    return reader.drain();
  }

  PageState.Edge state() {
    return new PageState.Edge(
        edge.uri().toString(),
        edge.serving().orElse(""),
        POOLS.stream()
            .map(name -> new PageState.Pool(name, text(edge.pool(name).health())))
            .toList());
  }

  @Override
  public void close() {
    edge.close();
  }
}
