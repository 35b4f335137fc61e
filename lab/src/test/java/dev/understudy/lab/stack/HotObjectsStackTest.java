package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.queue.SqsServer;
import dev.understudy.lab.queue.TestQueues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Hot objects only, with the handlers that are deployed. The primary is one that accepts given
 * times, because an object must be old to be cold.
 */
class HotObjectsStackTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Map<String, String> HOT =
      Map.of(
          "HOT_OBJECTS", "only",
          "HOT_OBJECTS_DAYS", "1",
          "HOT_OBJECTS_LOG_BUCKET", "logs",
          "HOT_OBJECTS_LOG_FORMAT", "cloudflare");

  private final Instant now = Instant.now();

  @Test
  void replicatesWhatWasReadOrChangedAndWhatIsReadLater() {
    try (SqsServer queues = SqsServer.start(0);
        SqsClient sqs = TestQueues.client(queues.endpoint());
        S3Endpoint primary =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
        S3Endpoint standby =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start()) {
      primary.createBucket("logs", false);
      StackConfig config = config(primary, standby, queues);
      try (Stack stack = Stack.start(config, StackTimings.brisk(), nothing -> {})) {
        writeOld(primary, "read", "cold");
        try (S3Client s3 = stack.primary().s3()) {
          s3.putObject(r -> r.bucket("site").key("changed"), RequestBody.fromString("changed"));
          log(s3, "a", now.minus(Duration.ofDays(2)), "/cold");
          log(s3, "b", now.minus(Duration.ofDays(1)), "/read");
          log(s3, "c", now, "/another");
        }
        assertThat(invoke(stack, "{\"accessLogs\":true}")).contains("\"complete\":true");
        reconcile(stack);
        assertThat(replicas(stack)).containsExactly("changed", "read");

        try (S3Client s3 = stack.primary().s3()) {
          log(s3, "d", now, "/cold");
        }
        invoke(stack, "{\"accessLogs\":true}");
      }
      // Execution environments read the set again after a minute; new ones, at once.
      try (Stack stack = Stack.start(config, StackTimings.brisk(), nothing -> {})) {
        reconcile(stack);
        assertThat(replicas(stack)).containsExactly("changed", "cold", "read");
      }
    }
  }

  private static StackConfig config(S3Endpoint primary, S3Endpoint standby, SqsServer queues) {
    return StackConfig.of(
            new Environment(
                Map.of(
                    "PRIMARY_ENDPOINT", primary.uri().toString(),
                    "PRIMARY_BUCKET", "site",
                    "STANDBY_ENDPOINT", standby.uri().toString(),
                    "STANDBY_ACCESS_KEY", "ak",
                    "STANDBY_SECRET_KEY", "sk",
                    "SQS_ENDPOINT", queues.endpoint().toString(),
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk")))
        .withFunctionVariables(HOT);
  }

  private void writeOld(S3Endpoint server, String... keys) {
    StandbySecret secret = new StandbySecret(server.uri(), "ak", "sk", TlsMaterial.NONE);
    try (S3Standby writer = S3Standby.connect(secret, "site", new CallCounter())) {
      for (String key : keys) {
        byte[] content = key.getBytes(UTF_8);
        var unused =
            writer.put(
                new ObjectKey(key),
                content,
                Optional.empty(),
                new Fingerprint(ETag.md5(content), content.length, Attributes.NONE),
                new Condition.Absent(),
                now.minus(Duration.ofDays(10)));
      }
    }
  }

  private static void log(S3Client s3, String name, Instant time, String path) {
    String line =
        "{\"EdgeStartTimestamp\":\"%s\",\"ClientRequestMethod\":\"GET\",\"ClientRequestPath\":\"%s\",\"EdgeResponseStatus\":200}"
            .formatted(time, path);
    s3.putObject(r -> r.bucket("logs").key(name), RequestBody.fromString(line));
  }

  private static void reconcile(Stack stack) {
    invoke(stack, "{\"restart\":true}");
    assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).isTrue();
  }

  private static String invoke(Stack stack, String input) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r -> r.functionName(Stack.RECONCILER).payload(SdkBytes.fromUtf8String(input)));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return answer.payload().asUtf8String();
    }
  }

  private static List<String> replicas(Stack stack) {
    try (BucketClient standby = BucketClient.open(stack.standby())) {
      return standby.keys().stream().filter(key -> !key.startsWith(".")).toList();
    }
  }
}
