package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Calls the function as Lambda does. */
final class Invocations {
  private Invocations() {}

  /** The body of a plain hint. */
  static String hint(String key) {
    try {
      String body =
          JSON.std
              .composeString()
              .startObject()
              .put("bucket", "primary")
              .put("key", key)
              .end()
              .finish();
      String quoted = JSON.std.asString(body);
      return quoted.substring(1, quoted.length() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An SQS event with these bodies, as messages m0, m1, ... */
  static String sqs(String... bodies) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < bodies.length; i++) {
      records.append(i == 0 ? "" : ",");
      records.append(
          "{\"messageId\":\"m%d\",\"receiptHandle\":\"h%d\",\"body\":\"%s\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"}}"
              .formatted(i, i, bodies[i]));
    }
    return "{\"Records\":[" + records + "]}";
  }

  /** The function's result. */
  static String invoke(ReplicatorHandler handler, String event) throws IOException {
    return invoke(handler, event, 300_000);
  }

  /** The function's result, with this much time left. */
  static String invoke(ReplicatorHandler handler, String event, int millis) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)),
        answer,
        new TestContext("replicator", Duration.ofMillis(millis)));
    return answer.toString(UTF_8);
  }
}
