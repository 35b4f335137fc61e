package dev.understudy.lab.page;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.History;
import dev.understudy.page.PageServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The page of a local stack, on the loopback interface: it shows the stack, and its buttons cause
 * faults. A stack with an embedded primary also gets an edge. The stacks must be closed after the
 * page.
 */
public final class LocalPage implements AutoCloseable {
  private final Optional<LocalEdge> edge;
  private final StackActions actions;
  private final StackMonitor monitor;
  private final PageServer server;

  private LocalPage(
      Optional<LocalEdge> edge, StackActions actions, StackMonitor monitor, PageServer server) {
    this.edge = edge;
    this.actions = actions;
    this.monitor = monitor;
    this.server = server;
  }

  /** Serves the page of a stack with one standby; as {@link #start(List, int)}. */
  public static LocalPage start(Stack stack, int port) {
    return start(List.of(stack), port);
  }

  /**
   * Serves the page; the caller closes it.
   *
   * @param stacks one for each standby, the first of which owns the primary
   * @param port 0 for any free port
   * @throws ConfigurationException if the port is in use
   */
  public static LocalPage start(List<Stack> stacks, int port) {
    History history = new History(1);
    Optional<LocalEdge> edge = LocalEdge.start(stacks, history);
    StackActions actions = new StackActions(stacks, history);
    StackMonitor monitor = StackMonitor.start(stacks, history, edge);
    try {
      PageServer server =
          PageServer.start(port, () -> monitor.state(actions.shown()), actions.byName());
      return new LocalPage(edge, actions, monitor, server);
    } catch (UncheckedIOException e) {
      close(edge, actions, monitor);
      throw new ConfigurationException(
          "PAGE_PORT is %d: %s. Choose another port, or unset it to use a free port"
              .formatted(port, e.getMessage()));
    }
  }

  private static void close(Optional<LocalEdge> edge, StackActions actions, StackMonitor monitor) {
    monitor.close();
    actions.close();
    edge.ifPresent(LocalEdge::close);
  }

  /** The page's address. */
  public URI uri() {
    return server.uri();
  }

  /** Where readers reach the stack's buckets; empty without an edge. */
  public Optional<URI> edge() {
    return edge.map(LocalEdge::uri);
  }

  @Override
  public void close() {
    server.close();
    close(edge, actions, monitor);
  }
}
