package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;

/**
 * What every scene uses.
 *
 * @param writer changes the primary
 * @param primary reads the primary
 * @param standby reads the standby
 * @param record receives faults and repairs
 */
record DemoContext(
    Stack stack,
    Writer writer,
    BucketClient primary,
    BucketClient standby,
    SiteFolder folder,
    Terminal terminal,
    DemoRecord record) {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /**
   * Waits until all changes of the primary are replicated.
   *
   * @return the time that this took
   * @throws IllegalStateException if changes are left after two minutes
   */
  Duration catchUp() {
    long start = System.nanoTime();
    boolean quiet = stack.awaitQuiet(TIMEOUT, backlog -> terminal.progress(waiting(backlog)));
    if (!quiet) {
      throw new IllegalStateException(
          "The standby did not catch up within %s; see the functions' log"
              .formatted(Formats.seconds(TIMEOUT)));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String waiting(Backlog backlog) {
    return backlog.isEmpty()
        ? "waiting for the last event notifications"
        : Formats.count(backlog.total(), "change") + " not yet replicated";
  }

  /** Like {@link #catchUp}, as a text for the scene's row. */
  String caughtUp() {
    return "the standby caught up %s later".formatted(Formats.seconds(catchUp()));
  }

  long count(String metric) {
    return (long) stack.metric(metric).count();
  }
}
