package dev.understudy.reconciler.accesslog;

import java.util.Optional;

/** Reads the lines of one log file, in order. Used by one thread. */
interface LogParser {
  /**
   * @return the request, or empty if the line is a comment or of another bucket
   * @throws IllegalArgumentException if the line is not understood
   * @throws java.time.DateTimeException if its time is not understood
   */
  Optional<LoggedRequest> parse(String line);
}
