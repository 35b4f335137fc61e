package dev.understudy.cli;

import dev.understudy.core.aws.SqsDepths;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How many messages a queue has. */
@Command(
    name = "queue",
    description = "Shows the approximate number of messages of a queue, as SQS counts them.",
    footer = {
      "",
      "Examples:",
      "  understudy ask queue changes --stack understudy-prod",
      "  understudy ask queue dead-letter --env target/stack.env"
    })
final class AskQueueCommand implements Callable<Integer> {
  private static final Map<String, Function<Installation.Queues, String>> QUEUES =
      Map.of(
          "changes", Installation.Queues::changes,
          "repairs", Installation.Queues::repairs,
          "dead-letter", Installation.Queues::deadLetter);

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "QUEUE", description = "changes, repairs or dead-letter.")
  private String queue = "";

  @Override
  public Integer call() throws IOException {
    Function<Installation.Queues, String> chosen = AskCommand.choice("queue", queue, QUEUES);
    Installation installation = options.installation();
    SqsDepths.Depth depth;
    try (SqsDepths sqs = Clients.depths(installation)) {
      depth = sqs.depthByState(chosen.apply(installation.queues()));
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("visible", depth.visible());
    shown.put("inFlight", depth.inFlight());
    shown.put("delayed", depth.delayed());
    options.output().print(shown);
    return ExitCode.OK;
  }
}
