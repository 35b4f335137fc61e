package dev.understudy.replicator;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.hint.KeyDecoder;
import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs tasks of S3 Batch Operations, which drive a backfill from an inventory. S3 waits for the
 * result and retries a task that failed temporarily.
 */
final class BatchTasks {
  private final String bucket;
  private final KeyBatch batch;

  BatchTasks(String bucket, KeyBatch batch) {
    this.bucket = bucket;
    this.batch = batch;
  }

  /**
   * One task.
   *
   * @param key form-encoded, as in the manifest
   */
  record Task(String id, String bucket, String key) {}

  /** The result of a task. The text appears in the job's report. */
  record Result(Code code, String text) {}

  /** Whether the job counts the task as done, retries it, or counts it as failed. */
  enum Code {
    SUCCEEDED("Succeeded"),
    TEMPORARY_FAILURE("TemporaryFailure"),
    PERMANENT_FAILURE("PermanentFailure");

    private final String label;

    Code(String label) {
      this.label = label;
    }

    /** The name in the API of S3 Batch Operations. */
    String label() {
      return label;
    }
  }

  /** The result of each task, by the task's id. */
  Map<String, Result> run(List<Task> tasks, Invocation invocation) {
    Map<String, Result> results = new LinkedHashMap<>();
    Map<String, ObjectKey> keys = new LinkedHashMap<>();
    for (Task task : tasks) {
      try {
        keys.put(task.id(), key(task));
      } catch (IllegalArgumentException e) {
        results.put(task.id(), new Result(Code.PERMANENT_FAILURE, String.valueOf(e.getMessage())));
      }
    }
    Map<ObjectKey, List<Hint>> hints =
        keys.values().stream()
            .distinct()
            .collect(Collectors.toMap(Function.identity(), BatchTasks::hints));
    Map<ObjectKey, Outcome> outcomes = batch.run(hints, invocation);
    keys.forEach((id, key) -> results.put(id, result(requireNonNull(outcomes.get(key)))));
    return results;
  }

  private static List<Hint> hints(ObjectKey key) {
    return List.of(new Hint(key, Optional.empty()));
  }

  private ObjectKey key(Task task) {
    if (!task.bucket().equals(bucket)) {
      throw new IllegalArgumentException("The bucket is not the configured one: " + task.bucket());
    }
    return KeyDecoder.decode(task.key());
  }

  private static Result result(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return new Result(Code.PERMANENT_FAILURE, "Refused: " + refused.reason().label());
    }
    return outcome instanceof Outcome.Unsettled unsettled
        ? new Result(Code.TEMPORARY_FAILURE, unsettled.cause())
        : new Result(Code.SUCCEEDED, outcome.label());
  }
}
