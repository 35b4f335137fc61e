package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An SQS endpoint that returns the depths of its queues and supports no other call. */
final class QueueServer implements AutoCloseable {
  private static final List<String> COUNTS =
      List.of(
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed");

  private final HttpServer server;
  private final Map<String, List<Integer>> queues = new ConcurrentHashMap<>();

  QueueServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String name) {
    return endpoint() + "/000000000000/" + name;
  }

  /** Creates a queue with these numbers of messages. */
  void queue(String name, int visible, int inFlight, int delayed) {
    queues.put(url(name), List.of(visible, inFlight, delayed));
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, Object> request = JSON.std.mapFrom(exchange.getRequestBody().readAllBytes());
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    List<Integer> queue = queues.get(String.valueOf(request.get("QueueUrl")));
    boolean known =
        "AmazonSQS.GetQueueAttributes".equals(target)
            && request.get("AttributeNames") instanceof List<?> names
            && COUNTS.containsAll(names)
            && names.size() == COUNTS.size();
    if (!known) {
      send(exchange, 400, Map.of("__type", "com.amazonaws.sqs#UnsupportedOperation"));
    } else if (queue == null) {
      send(exchange, 400, Map.of("__type", "com.amazonaws.sqs#QueueDoesNotExist"));
    } else {
      send(
          exchange,
          200,
          Map.of(
              "Attributes",
              Map.of(
                  COUNTS.get(0), "" + queue.get(0),
                  COUNTS.get(1), "" + queue.get(1),
                  COUNTS.get(2), "" + queue.get(2))));
    }
  }

  private static void send(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSON.std.asString(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
