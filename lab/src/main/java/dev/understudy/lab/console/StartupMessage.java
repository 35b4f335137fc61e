package dev.understudy.lab.console;

import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.time.Duration;
import java.util.List;

/** What a command prints at its start: the log file, and the endpoints of the stack. */
public final class StartupMessage {
  private StartupMessage() {}

  /** Names the file that the functions' log lines are appended to. */
  public static String log(String file) {
    return Formats.row("functions' log", file + " (appended)");
  }

  /**
   * The endpoints of a running stack, one per line.
   *
   * @param startNanos {@link System#nanoTime} when the command began to start the stack
   */
  public static List<String> of(Stack stack, long startNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    return List.of(
        "Understudy is up, ready in " + Formats.seconds(took),
        Formats.row("primary", store(stack.primary())),
        Formats.row("standby", store(stack.standby())),
        Formats.row("queues", stack.queues().changes().url()),
        Formats.row("", stack.queues().deadLetter().url()));
  }

  private static String store(StoreAccess store) {
    return "%s, bucket %s%s"
        .formatted(store.endpoint(), store.bucket(), store.embedded() ? "" : " (a real server)");
  }
}
