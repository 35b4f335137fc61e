package dev.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes parked messages. */
@Command(
    name = "drop",
    description = {
      "Deletes messages of the dead-letter queue, such as those that no one can read.",
      "Without --apply the command only shows what it would delete. The reconciler still finds",
      "every object that differs."
    },
    footer = {
      "",
      "Examples:",
      "  understudy parked drop --stack understudy-prod --reason 'not a JSON object'",
      "  understudy parked drop --stack understudy-prod --id ID --apply"
    })
final class ParkedDropCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private Selection selection = new Selection();

  @Option(names = "--apply", description = "Deletes the messages.")
  private boolean apply;

  @Override
  public Integer call() {
    selection.require();
    Installation installation = options.installation();
    String bucket = installation.deployment().primaryBucket();
    Output output = options.output();
    try (Interruption interruption = new Interruption()) {
      List<Map<String, Object>> rows;
      try (DeadLetterQueue queue = new DeadLetterQueue(installation, DeadLetterQueue.BRIEFLY)) {
        rows =
            queue.rows(
                message -> selection.includes(message) && !interruption.requested(),
                message -> row(message, bucket, queue),
                output);
      }
      output.print(Map.of(apply ? "dropped" : "wouldDrop", rows));
    }
    return ExitCode.OK;
  }

  private Map<String, Object> row(ParkedMessage message, String bucket, DeadLetterQueue queue) {
    Map<String, Object> row = message.row(bucket);
    if (apply) {
      queue.delete(message);
    }
    return row;
  }
}
