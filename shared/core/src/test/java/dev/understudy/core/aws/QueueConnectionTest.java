package dev.understudy.core.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.config.Environment;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The HTTP connections of the queue's client. */
class QueueConnectionTest {
  private static final QueueMessage MESSAGE =
      new QueueMessage("changes", "id", "receipt", "body", 1);

  @Test
  void isReused() throws IOException {
    Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress());
          byte[] body = "{\"Successful\":[],\"Failed\":[]}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (SqsHintQueue queue = queue(server.getAddress().getPort())) {
      for (int i = 0; i < 5; i++) {
        queue.retryAfter(Map.of(MESSAGE, Duration.ofSeconds(1)));
      }
    } finally {
      server.stop(0);
    }

    assertThat(connections).hasSize(1);
  }

  /** Takes the 5 s that a call may take at most. */
  @Test
  void isGivenUpIfTheQueueStaysSilent() throws IOException {
    long start = System.nanoTime();
    try (ServerSocket silent = new ServerSocket(0, 50, loopback());
        SqsHintQueue queue = queue(silent.getLocalPort())) {
      assertThat(queue.send(new Hint(new ObjectKey("a"), Optional.empty()), Duration.ZERO))
          .isFalse();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static SqsHintQueue queue(int port) {
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    AwsAccess aws =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_ACCESS_KEY_ID", "key",
                    "AWS_SECRET_ACCESS_KEY", "secret")));
    return SqsHintQueue.connect(
        aws,
        Optional.of(endpoint),
        "primary",
        endpoint + "/1/changes",
        Optional.empty(),
        endpoint + "/1/dead");
  }
}
