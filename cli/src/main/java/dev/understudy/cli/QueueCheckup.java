package dev.understudy.cli;

import dev.understudy.core.json.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Compares the settings of the queues with what template.yaml states. Only reads. */
final class QueueCheckup implements AutoCloseable {
  /** A write that outlives its invocation has landed by then. */
  static final Duration MIN_VISIBILITY = Duration.ofMinutes(30);

  static final Duration MIN_RETENTION = Duration.ofDays(4);

  /** A message keeps its age when SQS moves it to the dead-letter queue. */
  static final Duration MIN_DEAD_LETTER_RETENTION = Duration.ofDays(14);

  /** SQS's maximum. Below it, SQS moves messages without a reason during a long outage. */
  static final long MAX_RECEIVES = 1000;

  private static final String REMEDY = "Restore the settings with terraform apply.";

  private final Installation installation;
  private final SqsClient sqs;
  private final Map<String, Map<QueueAttributeName, String>> read = new HashMap<>();

  QueueCheckup(Installation installation) {
    this.installation = installation;
    this.sqs = Clients.sqs(installation);
  }

  void run(Checkup checkup) {
    Installation.Queues queues = installation.queues();
    checkup.check("changes queue", () -> checkHints(queues.changes()));
    checkup.check("repairs queue", () -> checkHints(queues.repairs()));
    checkup.check("dead-letter queue", () -> checkDeadLetters(queues.deadLetter()));
  }

  private CheckResult checkHints(String url) {
    Map<QueueAttributeName, String> found = attributes(url);
    List<String> wrong = new ArrayList<>();
    requireAtLeast(MIN_VISIBILITY, found, QueueAttributeName.VISIBILITY_TIMEOUT, wrong);
    requireAtLeast(MIN_RETENTION, found, QueueAttributeName.MESSAGE_RETENTION_PERIOD, wrong);
    requireRedrive(found, wrong);
    return result(wrong);
  }

  private CheckResult checkDeadLetters(String url) {
    List<String> wrong = new ArrayList<>();
    requireAtLeast(
        MIN_DEAD_LETTER_RETENTION,
        attributes(url),
        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
        wrong);
    return result(wrong);
  }

  private CheckResult result(List<String> wrong) {
    if (!wrong.isEmpty()) {
      return CheckResult.finding(String.join("; ", wrong), REMEDY);
    }
    return CheckResult.ok(
        installation.stack().isPresent()
            ? "has the settings of template.yaml"
            : "exists; times are not checked on a local stack");
  }

  /** A local stack has shorter timeouts, and its SQS does not report every setting. */
  private void requireAtLeast(
      Duration min,
      Map<QueueAttributeName, String> found,
      QueueAttributeName name,
      List<String> wrong) {
    long seconds = Long.parseLong(found.getOrDefault(name, "0"));
    if (installation.stack().isPresent() && seconds < min.toSeconds()) {
      wrong.add("%s is %d s, not %d s".formatted(name, seconds, min.toSeconds()));
    }
  }

  private void requireRedrive(Map<QueueAttributeName, String> found, List<String> wrong) {
    Map<String, Object> policy =
        Optional.ofNullable(found.get(QueueAttributeName.REDRIVE_POLICY))
            .flatMap(JsonTree::object)
            .orElse(Map.of());
    Object target = policy.getOrDefault("deadLetterTargetArn", "missing");
    Object receives = policy.getOrDefault("maxReceiveCount", "missing");
    String deadLetter =
        attributes(installation.queues().deadLetter()).get(QueueAttributeName.QUEUE_ARN);
    if (!target.equals(deadLetter)) {
      wrong.add("deadLetterTargetArn is %s, not %s".formatted(target, deadLetter));
    }
    if (!String.valueOf(receives).equals(String.valueOf(MAX_RECEIVES))) {
      wrong.add("maxReceiveCount is %s, not %d".formatted(receives, MAX_RECEIVES));
    }
  }

  /** Read once. A read that fails is tried again by the next check. */
  private Map<QueueAttributeName, String> attributes(String queue) {
    return read.computeIfAbsent(
        queue,
        url ->
            sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes());
  }

  @Override
  public void close() {
    sqs.close();
  }
}
