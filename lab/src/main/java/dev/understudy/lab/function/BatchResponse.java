package dev.understudy.lab.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages of a batch return to the queue, by the function's response with {@code
 * ReportBatchItemFailures}. As in Lambda, a response that is invalid, or that names a message
 * outside the batch, fails the whole batch.
 */
record BatchResponse(Set<String> failed, Optional<String> wholeBatchReason) {
  private static final String FAILURES = "batchItemFailures";
  private static final String IDENTIFIER = "itemIdentifier";

  static BatchResponse of(InvocationResult result, Set<String> batch) {
    if (result instanceof InvocationResult.Failed failure) {
      return whole(batch, failure.errorType() + ": " + failure.errorMessage());
    }
    if (result.payload().isBlank()) {
      return none();
    }
    Optional<JsonNode> answer = Json.read(result.payload());
    return answer.isEmpty() ? whole(batch, "the response is not JSON") : of(answer.get(), batch);
  }

  private static BatchResponse of(JsonNode answer, Set<String> batch) {
    if (answer.isNull()) {
      return none();
    }
    if (!answer.isObject()) {
      return whole(batch, "the response is not an object");
    }
    JsonNode failures = answer.path(FAILURES);
    if (failures.isMissingNode() || failures.isNull()) {
      return none();
    }
    return failures.isArray()
        ? named(failures, batch)
        : whole(batch, FAILURES + " is not an array");
  }

  private static BatchResponse named(JsonNode failures, Set<String> batch) {
    Set<String> failed = new LinkedHashSet<>();
    for (JsonNode failure : failures) {
      JsonNode identifier = failure.path(IDENTIFIER);
      if (!identifier.isTextual() || !batch.contains(identifier.asText())) {
        return whole(batch, IDENTIFIER + " names no message of the batch: " + failure);
      }
      failed.add(identifier.asText());
    }
    return new BatchResponse(failed, Optional.empty());
  }

  private static BatchResponse none() {
    return new BatchResponse(Set.of(), Optional.empty());
  }

  private static BatchResponse whole(Set<String> batch, String reason) {
    return new BatchResponse(batch, Optional.of(reason));
  }
}
