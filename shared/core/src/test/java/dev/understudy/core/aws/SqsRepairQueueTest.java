package dev.understudy.core.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.config.Environment;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.RepairQueue.SendResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of SQS to a batch, from a server that sends what a test sets. */
class SqsRepairQueueTest {
  private static final List<Hint> HINTS =
      Stream.of("a", "b").map(key -> new Hint(new ObjectKey(key), Optional.empty())).toList();

  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsARejectedHintFromAFailingQueue() {
    answer = failed("1", true, "InvalidMessageContents");
    assertThat(send()).isEqualTo(new SendResult(true, List.of(HINTS.get(1))));

    answer = failed("0", false, "InternalError");
    assertThat(send()).isEqualTo(new SendResult(false, List.of()));

    status = 403;
    answer = "{\"__type\":\"com.amazonaws.sqs#AccessDenied\",\"message\":\"denied\"}";
    assertThat(send()).isEqualTo(new SendResult(false, List.of()));

    server.stop(0);
    assertThat(send()).isEqualTo(new SendResult(false, List.of()));
  }

  private static String failed(String id, boolean senderFault, String code) {
    return "{\"Successful\":[],\"Failed\":[{\"Id\":\"%s\",\"SenderFault\":%s,\"Code\":\"%s\"}]}"
        .formatted(id, senderFault, code);
  }

  private SendResult send() {
    Map<String, String> environment =
        Map.of(
            "AWS_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            "test",
            "AWS_SECRET_ACCESS_KEY",
            "test");
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (SqsRepairQueue queue =
        SqsRepairQueue.connect(
            AwsAccess.of(new Environment(environment)),
            Optional.of(endpoint),
            "primary",
            endpoint + "/000000000000/repairs")) {
      return queue.send(HINTS);
    }
  }
}
