package dev.understudy.cli;

import java.time.Instant;
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
  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    Output output = options.output();
    List<Map<String, Object>> reasons = byReason(options.installation(), output);
    output.print(Map.of("parked", reasons));
    return ExitCode.finding(!reasons.isEmpty());
  }

  /** A row for each kind of reason. */
  static List<Map<String, Object>> byReason(Installation installation, Output output) {
    Map<String, Kind> kinds = new TreeMap<>();
    try (DeadLetterQueue queue = new DeadLetterQueue(installation, DeadLetterQueue.BRIEFLY)) {
      queue.forEach(
          message -> kinds.merge(message.kind(), new Kind(1, message.sent()), Kind::plus), output);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    kinds.forEach((reason, kind) -> rows.add(kind.row(reason)));
    return rows;
  }

  /** The messages of one kind. */
  private record Kind(int messages, Instant oldest) {
    Kind plus(Kind other) {
      return new Kind(
          messages + other.messages, oldest.isBefore(other.oldest) ? oldest : other.oldest);
    }

    Map<String, Object> row(String reason) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("reason", reason);
      row.put("messages", messages);
      row.put("oldest", oldest.toString());
      return row;
    }
  }
}
