package dev.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the hints of parked messages to the replicator again. */
@Command(
    name = "redrive",
    description = {
      "Sends fresh hints for the keys of parked messages, and prints the outcome of each key.",
      "A message is deleted when all its keys are settled. Any other message stays in the queue.",
      "Without --apply the command only shows which messages it would redrive."
    },
    footer = {
      "",
      "Exit codes: 1 if a selected message stays in the queue.",
      "",
      "Examples:",
      "  understudy parked redrive --stack understudy-prod",
      "  understudy parked redrive --stack understudy-prod --apply --rate 2 --reason Corrupt"
    })
final class ParkedRedriveCommand implements Callable<Integer> {
  /** Longer than the keys of one batch usually take; see {@link DeadLetterQueue}. */
  private static final Duration VISIBILITY = Duration.ofMinutes(15);

  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private Selection selection = new Selection();

  @Option(names = "--apply", description = "Sends the hints.")
  private boolean apply;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "The maximum number of keys per second. Default: ${DEFAULT-VALUE}")
  private int rate = 5;

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = options.installation();
    return apply ? redrive(installation) : show(installation);
  }

  private int show(Installation installation) {
    String bucket = installation.deployment().primaryBucket();
    Output output = options.output();
    List<Map<String, Object>> rows;
    try (DeadLetterQueue queue = new DeadLetterQueue(installation, DeadLetterQueue.BRIEFLY)) {
      rows = queue.rows(selection::includes, message -> message.row(bucket), output);
    }
    output.print(Map.of("wouldRedrive", rows));
    return ExitCode.finding(!rows.isEmpty());
  }

  private int redrive(Installation installation) throws InterruptedException {
    String bucket = installation.deployment().primaryBucket();
    List<Map<String, Object>> rows = new ArrayList<>();
    Output output = options.output();
    boolean left = false;
    try (Interruption interruption = new Interruption();
        Redrive redrive = new Redrive(installation, rate, interruption, rows::add)) {
      try (DeadLetterQueue queue = new DeadLetterQueue(installation, VISIBILITY)) {
        Supplier<String> progress = queue.progress(output);
        List<ParkedMessage> batch = queue.next();
        while (!batch.isEmpty() && !interruption.requested()) {
          for (ParkedMessage message : batch) {
            if (selection.includes(message)) {
              left |= !redriven(message, bucket, redrive, queue);
            }
          }
          output.progress(
              progress, Duration.ZERO, () -> "redriven: %d keys".formatted(rows.size()));
          batch = queue.next();
        }
      } finally {
        // Also after an error, because the messages of these rows may be deleted.
        output.print(Map.of("redriven", rows));
      }
      return ExitCode.finding(left || interruption.requested());
    }
  }

  /** Whether all keys are settled; the message is deleted then. */
  private static boolean redriven(
      ParkedMessage message, String bucket, Redrive redrive, DeadLetterQueue queue)
      throws InterruptedException {
    boolean settled = redrive.settles(message.hints(bucket));
    if (settled) {
      queue.delete(message);
    }
    return settled;
  }
}
