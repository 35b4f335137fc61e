package dev.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows parked messages with their bodies. */
@Command(
    name = "show",
    description = {
      "Shows messages of the dead-letter queue: id, reason, keys and body.",
      "The command makes them invisible to other receivers for at most a minute."
    },
    footer = {
      "",
      "Exit codes: 1 if a message is selected.",
      "",
      "Examples:",
      "  understudy parked show --stack understudy-prod --reason Corrupt"
    })
final class ParkedShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private Selection selection = new Selection();

  @Override
  public Integer call() {
    Installation installation = options.installation();
    String bucket = installation.deployment().primaryBucket();
    Output output = options.output();
    List<Map<String, Object>> rows;
    try (DeadLetterQueue queue = new DeadLetterQueue(installation, DeadLetterQueue.BRIEFLY)) {
      rows = queue.rows(selection::includes, message -> row(message, bucket), output);
    }
    output.print(Map.of("parked", rows));
    return ExitCode.finding(!rows.isEmpty());
  }

  private static Map<String, Object> row(ParkedMessage message, String bucket) {
    Map<String, Object> row = message.row(bucket);
    row.put("body", message.body());
    return row;
  }
}
