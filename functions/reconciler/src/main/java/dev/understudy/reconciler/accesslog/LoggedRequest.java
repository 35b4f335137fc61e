package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.List;

/**
 * A request in a log.
 *
 * @param keys the keys that a successful GET may have read; several where the log does not say how
 *     often the key is encoded. Empty for any other request.
 */
record LoggedRequest(Instant time, List<ObjectKey> keys) {
  /** Whether a request with this method and status sent an object, or confirmed it (304). */
  static boolean isRead(String method, int status) {
    return method.equals("GET") && status >= 200 && status < 400;
  }
}
