package dev.understudy.lab.page;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.Pool;
import dev.understudy.lab.console.Formats;
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

  private final History history;
  private final List<String> pools;
  private final Edge edge;
  private final EdgeReader reader;
  private String serving = "";

  private LocalEdge(List<Stack> stacks, History history) {
    List<EdgeOrigin> origins = StackEdge.origins(stacks);
    this.history = history;
    this.pools = origins.stream().map(EdgeOrigin::name).toList();
    this.edge = StackEdge.start(origins, EdgeSettings.production(FACTOR), this::changed);
    this.reader = new EdgeReader(edge.uri(), pools);
  }

  /**
   * Starts it, with the pools in the order primary, first standby, further standbys. Starts none if
   * the primary is a real server, because monitors and readers would send it requests all the time.
   * The caller closes it.
   */
  static Optional<LocalEdge> start(List<Stack> stacks, History history) {
    return stacks.get(0).embeddedPrimary().isPresent()
        ? Optional.of(new LocalEdge(stacks, history))
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
              : "Edge: %s serves readers".formatted(Formats.origin(now)));
      serving = now;
    }
    return reader.drain();
  }

  PageState.Edge state() {
    return new PageState.Edge(
        edge.uri().toString(),
        edge.serving().orElse(""),
        pools.stream()
            .map(name -> new PageState.Pool(name, text(edge.pool(name).health())))
            .toList());
  }

  @Override
  public void close() {
    edge.close();
  }
}
