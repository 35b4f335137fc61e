package dev.understudy.cli;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

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
  public Integer call() {
    Function<Installation.Queues, String> chosen = AskCommand.choice("queue", queue, QUEUES);
    Installation installation = options.installation();
    Map<QueueAttributeName, String> found;
    try (SqsClient sqs = Clients.sqs(installation)) {
      found =
          sqs.getQueueAttributes(
                  r ->
                      r.queueUrl(chosen.apply(installation.queues()))
                          .attributeNames(
                              APPROXIMATE_NUMBER_OF_MESSAGES,
                              APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                              APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
              .attributes();
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("visible", number(found, APPROXIMATE_NUMBER_OF_MESSAGES));
    shown.put("inFlight", number(found, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    shown.put("delayed", number(found, APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    options.output().print(shown);
    return ExitCode.OK;
  }

  private static long number(Map<QueueAttributeName, String> found, QueueAttributeName name) {
    return Long.parseLong(found.getOrDefault(name, "0"));
  }
}
