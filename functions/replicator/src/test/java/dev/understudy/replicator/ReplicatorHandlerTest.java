package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function as Lambda calls it, between two endpoints on real sockets. */
class ReplicatorHandlerTest extends EndpointPair {
  @Test
  void replicatesWhatAMessageHintsAtAndAnswersThatNothingFailed() throws IOException {
    write("a b.txt", "hello");

    assertThat(invoke(handler(Map.of()), sqs(hint("a b.txt"))))
        .isEqualTo("{\"batchItemFailures\":[]}");

    assertThat(replica("a b.txt")).hasValue("hello");
  }

  @Test
  void namesTheMessagesThatMustComeBack() throws IOException {
    write("a", "hello");
    failing("PutObject", Fault.refuse(503, "SlowDownWrite"));

    assertThat(invoke(handler(Map.of()), sqs(hint("a"), hint("never-was"))))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
  }

  @Test
  void answersATaskOfABatchJobInItsTerms() throws IOException {
    write("a", "hello");
    String job =
        """
        {"invocationSchemaVersion":"2.0","invocationId":"invocation","job":{"id":"job"},
         "tasks":[{"taskId":"one","s3Key":"a","s3Bucket":"primary"},
                  {"taskId":"two","s3Key":"%2Fa","s3Bucket":"primary"},
                  {"taskId":"three","s3Key":"a","s3Bucket":"elsewhere"},
                  {"taskId":"four","s3Key":"%zz","s3Bucket":"primary"}]}
        """;

    assertThat(invoke(handler(Map.of()), job))
        .contains("\"invocationSchemaVersion\":\"2.0\"")
        .contains("\"invocationId\":\"invocation\"")
        .contains("\"treatMissingKeysAs\":\"PermanentFailure\"")
        .contains("\"resultCode\":\"Succeeded\",\"resultString\":\"Copied\",\"taskId\":\"one\"")
        .contains(
            "\"resultCode\":\"PermanentFailure\",\"resultString\":\"Refused:"
                + " leading_slash\",\"taskId\":\"two\"")
        .contains("elsewhere\",\"taskId\":\"three\"")
        .contains("\"taskId\":\"four\"");
    assertThat(replica("a")).hasValue("hello");
  }

  /** The event as S3 sends it, and the answer as it reads it, field by field. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void answersTheRecordedTaskOfAJobAsRecorded(String schema) throws IOException {
    write("media/red flower+1.jpg", "hello");
    Path events = Path.of("../../events");

    String answer =
        invoke(
            handler(Map.of()),
            Files.readString(events.resolve("s3-batch-task-%s.json".formatted(schema))));

    String expected = Files.readString(events.resolve("s3-batch-answer-%s.json".formatted(schema)));
    assertThat(JSON.std.mapFrom(answer)).isEqualTo(JSON.std.mapFrom(expected));
    assertThat(replica("media/red flower+1.jpg")).hasValue("hello");
  }

  @Test
  void answersABatchJobThatATaskMayBeTriedAgain() throws IOException {
    write("a", "hello");
    standby.pause();

    assertThat(
            invoke(
                handler(Map.of()),
                "{\"invocationSchemaVersion\":\"1.0\",\"invocationId\":\"i\",\"tasks\":"
                    + "[{\"taskId\":\"one\",\"s3Key\":\"a\",\"s3BucketArn\":\"arn:aws:s3:::primary\"}]}"))
        .contains("\"resultCode\":\"TemporaryFailure\"");
  }

  @Test
  void saysWhatItTakesWhenItIsGivenSomethingElse() {
    ReplicatorHandler handler = handler(Map.of());

    assertThatThrownBy(() -> invoke(handler, "{\"hello\":1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Records", "tasks", "events/README.md");
    assertThatThrownBy(() -> invoke(handler, "null")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotStartWithAWrongEnvironment() {
    assertThatThrownBy(() -> new ReplicatorHandler(Map.of("PARALLEL_KEYS", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("PRIMARY_BUCKET is missing", "PARALLEL_KEYS is \"x\"");
  }

  @Test
  void breaksAStalledRequestOffBeforeTheInvocationEnds() throws Exception {
    write("stalled", "x");
    write("quick", "x");
    failing("PutObject", Fault.stall(new CountDownLatch(1)));
    ReplicatorHandler handler =
        handler(Map.of("DEADLINE_GUARD_SECONDS", "1", "PARALLEL_KEYS", "2"));
    long began = System.nanoTime();

    String answer = invoke(handler, sqs(hint("stalled"), hint("never-was")), 4_000);

    assertThat(answer).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("pool-") && t.isAlive()))
        .as("threads at work after the answer")
        .isEmpty();

    fault.set(Fault.NONE);
    assertThat(invoke(handler, sqs(hint("quick")))).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(replica("quick")).hasValue("x");
  }

  @Test
  void reachesTheStandbyThroughTlsWithItsOwnAuthorityAndACertificate(@TempDir Path folder)
      throws IOException {
    TestAuthority authority = new TestAuthority(folder);
    TestAuthority.Identity client = authority.client("replicator");
    secured(authority.server("127.0.0.1"), true);
    write("a", "hello");

    Map<String, String> tls =
        Map.of(
            "STANDBY_CA_PEM", authority.caPem(),
            "STANDBY_CLIENT_CERT_PEM", client.certificatePem(),
            "STANDBY_CLIENT_KEY_PEM", client.keyPem());
    write("in-parts", "x".repeat(9 << 20));

    ReplicatorHandler secured = handler(tls);
    assertThat(invoke(secured, sqs(hint("a")))).isEqualTo("{\"batchItemFailures\":[]}");
    // The first message measures the standby's dialect, with uploads too.
    standby.calls().reset();
    assertThat(invoke(secured, sqs(hint("in-parts")))).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(standby.calls().of("CompleteMultipartUpload")).isEqualTo(1);

    assertThat(invoke(handler(Map.of("STANDBY_CA_PEM", authority.caPem())), sqs(hint("b"))))
        .as("without a certificate of ours")
        .contains("m0");
  }

  @Test
  void trustsNobodyItWasNotToldToTrust(@TempDir Path folder) throws IOException {
    TestAuthority authority = new TestAuthority(folder);
    write("a", "hello");
    Map<String, String> trusting = Map.of("STANDBY_CA_PEM", authority.caPem());

    secured(authority.server("127.0.0.1"), false);
    assertThat(invoke(handler(Map.of()), sqs(hint("a")))).as("an unknown authority").contains("m0");
    secured(authority.server("192.0.2.1"), false);
    assertThat(invoke(handler(trusting), sqs(hint("a")))).as("another host").contains("m0");
    secured(authority.expiredServer("127.0.0.1"), false);
    assertThat(invoke(handler(trusting), sqs(hint("a")))).as("an expired one").contains("m0");
    secured(authority.server("127.0.0.1"), false);
    assertThat(invoke(handler(trusting), sqs(hint("a")))).as("the right one").doesNotContain("m0");
  }

  @Test
  void followsNoRedirect() throws IOException {
    write("a", "hello");
    HttpServer redirecting =
        HttpServer.create(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
    redirecting.createContext(
        "/",
        exchange -> {
          String there = standby.uri() + exchange.getRequestURI().toString();
          exchange.getResponseHeaders().set("Location", there);
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    redirecting.start();
    try {
      standby.calls().reset();
      String endpoint = "http://127.0.0.1:" + redirecting.getAddress().getPort();

      assertThat(invoke(handler(Map.of("STANDBY_ENDPOINT", endpoint)), sqs(hint("a"))))
          .contains("m0");

      assertThat(standby.calls().total()).isZero();
    } finally {
      redirecting.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void worksOnAStandbyThatKeepsNoTimesAndSaysSo(boolean isMinio, boolean isVersioned)
      throws IOException {
    standby.close();
    standby =
        S3Endpoint.builder()
            .quirks(isMinio ? Quirks.MINIO : Quirks.S3)
            .credentials("sak", "ssk")
            .start();
    standby.createBucket("standby", isVersioned);
    ReplicatorHandler handler = handler(Map.of());

    String log =
        LogLines.during(
            () -> {
              write("a", "one");
              assertThat(invoke(handler, sqs(hint("a")))).doesNotContain("m0");
              write("a", "two");
              assertThat(invoke(handler, sqs(hint("a")))).doesNotContain("m0");
            });

    assertThat(replica("a")).hasValue("two");
    assertThat(log).contains("\"StandbyUnstamped\":1.0").contains("\"StandbyUnconditional\":0.0");
    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(invoke(handler, sqs(hint("a")))).doesNotContain("m0");
    assertThat(replica("a")).isEmpty();
  }

  @Test
  void deletesNothingOnA403() throws IOException {
    write("a", "hello");
    ReplicatorHandler handler = handler(Map.of());
    invoke(handler, sqs(hint("a")));
    writer.deleteObject(r -> r.bucket("primary").key("a"));

    assertThat(invoke(handler(Map.of("AWS_SECRET_ACCESS_KEY", "wrong")), sqs(hint("a"))))
        .contains("m0");
    assertThat(invoke(handler(Map.of("PRIMARY_OWNER", "999999999999")), sqs(hint("a"))))
        .contains("m0");
    assertThat(replica("a")).hasValue("hello");

    assertThat(invoke(handler, sqs(hint("a")))).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(replica("a")).isEmpty();
  }

  @Test
  void deletesNothingWhenTheBucketIsGone() throws IOException {
    try (S3Primary gone =
        S3Primary.connect(
            AwsAccess.of(new Environment(environment(Map.of()))),
            Optional.of(primary.uri()),
            "no-such-bucket",
            Optional.empty(),
            new CallCounter())) {
      assertThatThrownBy(
              () -> {
                try (PrimaryRead read = gone.open(new ObjectKey("a"))) {
                  assertThat(read.object()).isPresent();
                }
              })
          .hasMessageContaining("NoSuchBucket");
    }
  }

  private void secured(TestAuthority.Identity server, boolean needsClientCertificate) {
    standby.close();
    standby = standby().tls(server.serverContext(), needsClientCertificate).start();
    standby.createBucket("standby", true);
  }
}
