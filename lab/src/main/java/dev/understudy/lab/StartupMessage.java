package dev.understudy.lab;

import dev.understudy.lab.console.Formats;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What has been started, and where. */
final class StartupMessage {
  private StartupMessage() {}

  /**
   * @param startNanos when starting began
   */
  static List<String> of(Stack stack, long startNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    return List.of(
        "Understudy is up, ready in " + Formats.seconds(took),
        row("primary", store(stack.primary())),
        row("standby", store(stack.standby())),
        row("queues", stack.queues().changes().url()),
        row("", stack.queues().deadLetter().url()));
  }

  private static String store(StoreAccess store) {
    return "%s, bucket %s%s"
        .formatted(store.endpoint(), store.bucket(), store.embedded() ? "" : " (a real server)");
  }

  static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-20s %s", name, value);
  }
}
