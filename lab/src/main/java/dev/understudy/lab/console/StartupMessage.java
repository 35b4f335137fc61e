package dev.understudy.lab.console;

import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a command prints at its start: the log file, and the endpoints of the stack. */
public final class StartupMessage {
  private StartupMessage() {}

  /** Names the file that the functions' log lines are appended to. */
  public static String log(String file) {
    return Formats.row("functions' log", file + " (appended)");
  }

  /** As {@link #of(List, long)}, of one standby. */
  public static List<String> of(Stack stack, long startNanos) {
    return of(List.of(stack), startNanos);
  }

  /**
   * The endpoints of running stacks, one per line.
   *
   * @param stacks one for each standby, the first of which owns the primary
   * @param startNanos {@link System#nanoTime} when the command began to start the first stack
   */
  public static List<String> of(List<Stack> stacks, long startNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    List<String> lines = new ArrayList<>();
    lines.add("Understudy is up, ready in " + Formats.seconds(took));
    lines.add(Formats.row("primary", store(stacks.get(0).primary())));
    for (Stack stack : stacks) {
      lines.add(Formats.row(stack.name().toString(), store(stack.standby())));
      lines.add(Formats.row("queues", stack.queues().changes().url()));
      lines.add(Formats.row("", stack.queues().deadLetter().url()));
    }
    return lines;
  }

  private static String store(StoreAccess store) {
    return "%s, bucket %s%s"
        .formatted(store.endpoint(), store.bucket(), store.embedded() ? "" : " (a real server)");
  }
}
