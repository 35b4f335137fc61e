package dev.understudy.lab.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Everything that has been opened, closed in the opposite order. */
final class ResourceStack implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(ResourceStack.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes all, even if some of them fail to close. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOGGER.warn("{} did not close cleanly", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
