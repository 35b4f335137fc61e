package dev.understudy.cli;

import java.util.ArrayList;
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
    List<Map<String, Object>> rows = new ArrayList<>();
    try (DeadLetterQueue queue = new DeadLetterQueue(installation, DeadLetterQueue.BRIEFLY)) {
      queue.forEach(
          message -> {
            if (selection.includes(message)) {
              Map<String, Object> row = message.row(bucket);
              row.put("body", message.body());
              rows.add(row);
            }
          },
          options.output());
    }
    options.output().print(Map.of("parked", rows));
    return ExitCode.finding(!rows.isEmpty());
  }
}
