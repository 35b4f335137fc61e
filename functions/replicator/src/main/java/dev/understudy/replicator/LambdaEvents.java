package dev.understudy.replicator;

import static dev.understudy.core.json.JsonTree.at;
import static dev.understudy.core.json.JsonTree.text;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.queue.QueueMessage;
import java.util.List;
import java.util.Map;

/** Reads the JSON of the two events that the function takes. */
final class LambdaEvents {
  /** The error for any other event. */
  static final String UNKNOWN_EVENT =
      "The event is neither a batch of SQS messages (\"Records\") nor a task of S3 Batch"
          + " Operations (\"tasks\"); events/README.md has samples of both";

  private static final String ARN_PREFIX = "arn:aws:s3:::";

  private LambdaEvents() {}

  /** Whether this is a task of S3 Batch Operations. */
  static boolean isBatchJob(Map<String, Object> event) {
    return event.containsKey("tasks");
  }

  /**
   * The messages of an SQS event.
   *
   * @throws IllegalArgumentException if this is not an SQS event
   */
  static List<QueueMessage> messages(Map<String, Object> event) {
    return list(event, "Records").stream().map(LambdaEvents::message).toList();
  }

  private static QueueMessage message(Object record) {
    Object count = at(record, "attributes", "ApproximateReceiveCount");
    String arn = at(record, "eventSourceARN") instanceof String source ? source : "";
    return new QueueMessage(
        arn.substring(arn.lastIndexOf(':') + 1),
        text(record, "messageId"),
        text(record, "receiptHandle"),
        text(record, "body"),
        count instanceof String digits ? Integer.parseInt(digits) : 1);
  }

  /**
   * The tasks of an S3 Batch Operations job, in schema 1.0 or 2.0.
   *
   * @throws IllegalArgumentException if a field is missing
   */
  static List<BatchTasks.Task> tasks(Map<String, Object> event) {
    return list(event, "tasks").stream().map(LambdaEvents::task).toList();
  }

  /** Schema 1.0 names the bucket by its ARN, 2.0 by its name. */
  private static BatchTasks.Task task(Object task) {
    String bucket = at(task, "s3Bucket") instanceof String name ? name : text(task, "s3BucketArn");
    return new BatchTasks.Task(
        text(task, "taskId"),
        bucket.startsWith(ARN_PREFIX) ? bucket.substring(ARN_PREFIX.length()) : bucket,
        text(task, "s3Key"));
  }

  private static List<?> list(Map<String, Object> event, String name) {
    return JsonTree.list(event, name)
        .orElseThrow(() -> new IllegalArgumentException(UNKNOWN_EVENT));
  }
}
