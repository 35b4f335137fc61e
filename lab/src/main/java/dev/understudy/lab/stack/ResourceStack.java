package dev.understudy.lab.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Resources that are closed in the reverse order of their creation. */
final class ResourceStack implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(ResourceStack.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * Opens what consists of several resources.
   *
   * @param open adds each resource to the stack; if it throws an exception, they are closed
   */
  static <T> T open(Function<ResourceStack, T> open) {
    ResourceStack resources = new ResourceStack();
    try {
      return open.apply(resources);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes all resources; a failure is logged and does not stop the others. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOGGER.warn("Error while closing {}", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
