package dev.understudy.lab.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.core.config.ConfigurationException;
import java.util.Optional;

/** Who may send to a queue, as IAM writes it. */
final class QueuePolicy {
  private static final JsonMapper JSON = new JsonMapper();

  private QueuePolicy() {}

  /**
   * The policy with one more permission: S3 may send the bucket's events to the queue. Every other
   * statement stays as it is.
   *
   * @param present the policy so far, empty if there is none
   * @return empty if the permission is there already
   * @throws ConfigurationException if what is there is no policy
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
      // Reported below: whatever it is, it is not ours to replace.
    }
    throw new ConfigurationException(
        "SQS_ENDPOINT: the changes queue has a policy that is no JSON object; mend or remove it");
  }

  /** IAM takes one statement without its list, too. */
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

  /** IAM allows letters and digits only, a bucket's name has more. */
  private static String sid(String bucket) {
    return "UnderstudyEventsOf" + bucket.replace("-", "0x2d").replace(".", "0x2e");
  }
}
