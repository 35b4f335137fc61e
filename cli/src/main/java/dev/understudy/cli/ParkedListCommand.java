package dev.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts parked messages by reason. */
@Command(
    name = "list",
    description = {
      "Counts the messages of the dead-letter queue by reason.",
      "The command makes them invisible to other receivers for at most a minute."
    },
    footer = {
      "",
      "Exit codes: 1 if a message is parked.",
      "",
      "Examples:",
      "  understudy parked list --stack understudy-prod"
    })
final class ParkedListCommand implements Callable<Integer> {
  private static final Duration VISIBILITY = Duration.ofMinutes(1);

  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    List<Map<String, Object>> reasons = byReason(options.installation());
    options.output().print(Map.of("parked", reasons));
    return ExitCode.finding(!reasons.isEmpty());
  }

  /** A row for each kind of reason. */
  static List<Map<String, Object>> byReason(Installation installation) {
    Map<String, List<ParkedMessage>> kinds = new TreeMap<>();
    try (DeadLetterQueue queue = new DeadLetterQueue(installation, VISIBILITY)) {
      queue
          .all()
          .forEach(
              message ->
                  kinds.computeIfAbsent(message.kind(), kind -> new ArrayList<>()).add(message));
    }
    return kinds.values().stream().map(ParkedListCommand::row).toList();
  }

  private static Map<String, Object> row(List<ParkedMessage> messages) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("reason", messages.get(0).kind());
    row.put("messages", messages.size());
    row.put(
        "oldest",
        String.valueOf(messages.stream().map(ParkedMessage::sent).sorted().findFirst().orElseThrow()));
    return row;
  }
}
