package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.queue.Backlog;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;

/**
 * What every scene plays on.
 *
 * @param writer makes the changes on the primary
 * @param primary sees the primary as a reader does
 * @param standby sees the standby as a reader does
 */
record DemoContext(
    Stack stack,
    Writer writer,
    BucketClient primary,
    BucketClient standby,
    SiteFolder folder,
    Terminal screen) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Waits until the standby has caught up with all that was done on the primary.
   *
   * @return how long that took
   * @throws IllegalStateException if it does not
   */
  Duration catchUp() {
    long start = System.nanoTime();
    boolean quiet = stack.awaitQuiet(PATIENCE, backlog -> screen.progress(waiting(backlog)));
    if (!quiet) {
      throw new IllegalStateException(
          "The standby has not caught up in %s; the handler's log says why"
              .formatted(Formats.seconds(PATIENCE)));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String waiting(Backlog backlog) {
    return backlog.isEmpty()
        ? "the last changes are on their way"
        : Formats.count(backlog.total(), "change") + " not worked off yet";
  }

  /** As {@link #catchUp}, in words. */
  String caughtUp() {
    return "the standby had it all %s later".formatted(Formats.seconds(catchUp()));
  }

  long count(String metric) {
    return (long) stack.metric(metric).count();
  }
}
