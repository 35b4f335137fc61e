package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which parked messages a command is about. */
final class Selection {
  @Option(names = "--id", paramLabel = "ID", description = "The message with this id. Repeatable.")
  private List<String> ids = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Messages whose reason contains this text.")
  private Optional<String> reason = Optional.empty();

  @Option(names = "--all", description = "Every message.")
  private boolean all;

  /**
   * @throws ConfigurationException if no option selects a message
   */
  void require() {
    if (!all && ids.isEmpty() && reason.isEmpty()) {
      throw new ConfigurationException("select messages with --id, --reason or --all");
    }
  }

  /** Whether the message is selected. Without an option, every message is. */
  boolean includes(ParkedMessage message) {
    return (ids.isEmpty() || ids.contains(message.id()))
        && reason.map(text -> message.reason().orElse(message.kind()).contains(text)).orElse(true);
  }
}
