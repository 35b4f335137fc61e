package dev.understudy.lab.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.core.config.ConfigurationException;
import java.util.Optional;

/** The access policy of a queue. */
final class QueuePolicy {
  private static final JsonMapper JSON = new JsonMapper();

  private QueuePolicy() {}

  /**
   * Adds a statement that allows S3 to send the bucket's events to the queue. Other statements stay
   * unchanged.
   *
   * @param present the present policy, empty if the queue has no policy
   * @return the new policy; empty if the statement exists already
   * @throws ConfigurationException if the present policy is not a JSON object
   */
  static Optional<String> permitting(String present, String bucket, String queueArn) {
    ObjectNode policy = parse(present);
    ArrayNode statements = statements(policy);
    String sid = sid(bucket);
    for (JsonNode statement : statements) {
      if (statement.path("Sid").asText().equals(sid)) {
        return Optional.empty();
      }
    }
    statements.add(statement(sid, bucket, queueArn));
    return Optional.of(policy.toString());
  }

  private static ObjectNode parse(String policy) {
    if (policy.isEmpty()) {
      return JSON.createObjectNode().put("Version", "2012-10-17");
    }
    try {
      if (JSON.readTree(policy) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Reported below; a policy that cannot be read is not replaced.
    }
    throw new ConfigurationException(
        "SQS_ENDPOINT: the policy of the changes queue is not a JSON object; correct or remove it");
  }

  /** IAM also accepts a single statement instead of a list. */
  private static ArrayNode statements(ObjectNode policy) {
    if (policy.path("Statement") instanceof ObjectNode single) {
      return policy.putArray("Statement").add(single);
    }
    return policy.withArray("Statement");
  }

  private static ObjectNode statement(String sid, String bucket, String queueArn) {
    ObjectNode statement = JSON.createObjectNode().put("Sid", sid).put("Effect", "Allow");
    statement.putObject("Principal").put("Service", "s3.amazonaws.com");
    statement.put("Action", "sqs:SendMessage").put("Resource", queueArn);
    statement
        .putObject("Condition")
        .putObject("ArnEquals")
        .put("aws:SourceArn", "arn:aws:s3:::" + bucket);
    return statement;
  }

  /** A Sid may contain letters and digits only; a bucket name may contain more. */
  private static String sid(String bucket) {
    return "UnderstudyEventsOf" + bucket.replace("-", "0x2d").replace(".", "0x2e");
  }
}
