package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls the function as Lambda does. */
final class Invocations {
  private Invocations() {}

  /** A plain hint, as it stands in a message's body. */
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

  /** An event of SQS with these bodies, as messages m0, m1, ... */
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

  /** The function's answer. */
  static String invoke(ReplicatorHandler handler, String event) throws IOException {
    return invoke(handler, event, 300_000);
  }

  /** The function's answer, given so much time. */
  static String invoke(ReplicatorHandler handler, String event, int millis) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new TestContext(millis));
    return answer.toString(UTF_8);
  }

  /** An invocation with so much time. */
  private static final class TestContext implements Context {
    private final long end;

    TestContext(int millis) {
      this.end = System.nanoTime() + millis * 1_000_000L;
    }

    @Override
    public String getAwsRequestId() {
      return "request-1";
    }

    @Override
    public int getRemainingTimeInMillis() {
      return (int) ((end - System.nanoTime()) / 1_000_000);
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "replicator";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn";
    }

    @Override
    public CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1024;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException("Logs go through Log4j");
    }
  }
}
