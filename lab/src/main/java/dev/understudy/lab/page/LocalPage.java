package dev.understudy.lab.page;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.History;
import dev.understudy.page.PageServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * The page of a local stack, on the loopback interface: it shows the stack, and its buttons cause
 * faults. An embedded stack also gets an edge. The stack must be closed after the page.
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

  /**
   * Serves the page; the caller closes it.
   *
   * @param port 0 for any free port
   * @throws ConfigurationException if the port is in use
   */
  public static LocalPage start(Stack stack, int port) {
    History history = new History(1);
    Optional<LocalEdge> edge = LocalEdge.start(stack, history);
    StackActions actions = new StackActions(stack, history);
    StackMonitor monitor = StackMonitor.start(stack, history, edge);
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
