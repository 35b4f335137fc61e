package dev.understudy.cli;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends a fresh hint to the replicator itself and waits for the outcome. Whatever the outcome, the
 * hint is not lost: one that is not settled goes to the changes queue.
 */
final class Convergence implements AutoCloseable {
  private final Installation installation;
  private final Functions functions;
  private final SqsHintQueue queue;

  Convergence(Installation installation) {
    this.installation = installation;
    this.functions = new Functions(installation);
    this.queue =
        SqsHintQueue.connect(
            installation.deployment().aws(),
            installation.deployment().sqsEndpoint(),
            installation.deployment().primaryBucket(),
            installation.queues().changes(),
            Optional.of(installation.queues().repairs()),
            installation.queues().deadLetter());
  }

  /**
   * The outcome of one key.
   *
   * @param outcome as the replicator logs it, such as {@code Copied}
   * @param detail the reason or cause; empty if the outcome needs none
   * @param settled whether the replicator needs no further attempt
   */
  record Result(String key, String outcome, String detail, boolean settled) {
    /** A row of a table. */
    Map<String, Object> row() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("key", key);
      row.put("outcome", outcome);
      row.put("detail", detail);
      return row;
    }
  }

  /** Makes one key equal to the primary's object, as far as one invocation can. */
  Result converge(ObjectKey key) {
    Hint hint = new Hint(key, Optional.empty());
    Functions.Answer answer =
        functions.invoke(installation.functions().replicator(), message(hint));
    boolean settled =
        JsonTree.list(answer.fields(), "batchItemFailures").filter(List::isEmpty).isPresent();
    Result result = result(key, answer.log(), settled);
    if (settled) {
      return result;
    }
    String next =
        queue.send(hint, Duration.ZERO)
            ? "; the changes queue has the hint"
            : "; the changes queue cannot be reached, so send the hint again";
    return new Result(result.key(), result.outcome(), result.detail() + next, false);
  }

  /** A batch of one SQS message, as the event source mapping delivers it. */
  private Map<String, Object> message(Hint hint) {
    String url = installation.queues().changes();
    return Map.of(
        "Records",
        List.of(
            Map.of(
                "messageId",
                UUID.randomUUID().toString(),
                "receiptHandle",
                "none",
                "body",
                hint.toJson(installation.deployment().primaryBucket()),
                "attributes",
                Map.of("ApproximateReceiveCount", "1"),
                "messageAttributes",
                Map.of(),
                "eventSource",
                "aws:sqs",
                "eventSourceARN",
                "arn:aws:sqs:::" + url.substring(url.lastIndexOf('/') + 1))));
  }

  /** The line of the log that has the outcome. A line that was cut off is no JSON. */
  private static Result result(ObjectKey key, String log, boolean settled) {
    return log.lines()
        .flatMap(line -> JsonTree.object(line).stream())
        .filter(line -> key.value().equals(line.get("key")) && line.containsKey("outcome"))
        .reduce((earlier, later) -> later)
        .map(line -> result(key, line, settled))
        .orElseGet(
            () ->
                new Result(
                    key.value(),
                    settled ? "Settled" : "NotSettled",
                    "the end of the log does not show the outcome",
                    settled));
  }

  private static Result result(ObjectKey key, Map<String, Object> line, boolean settled) {
    Object detail = line.containsKey("cause") ? line.get("cause") : line.get("reason");
    return new Result(
        key.value(),
        String.valueOf(line.get("outcome")),
        detail == null ? "" : String.valueOf(detail),
        settled);
  }

  @Override
  public void close() {
    functions.close();
    queue.close();
  }
}
