package dev.understudy.lab.page;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads the health object through the edge, and counts which origin served it. Thread-safe. */
final class EdgeReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Map<String, String> SERIES =
      Map.of("primary", "byPrimary", "standby", "byStandby");
  private static final String FAILED = "failed";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private Map<String, Double> counts = new HashMap<>();

  EdgeReader(URI edge) {
    this.request = HttpRequest.newBuilder(edge.resolve(EdgeOrigin.HEALTH)).timeout(TIMEOUT).build();
  }

  /** Begins a read, whether earlier ones have ended or not. */
  void read() {
    Future<?> unused =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .handle((answer, failure) -> answer)
            .thenAccept(this::count);
  }

  private synchronized void count(@Nullable HttpResponse<Void> answer) {
    String series =
        answer != null && answer.statusCode() == 200
            ? answer.headers().firstValue(Edge.ORIGIN).map(SERIES::get).orElse(FAILED)
            : FAILED;
    counts.merge(series, 1.0, Double::sum);
  }

  /** The reads that ended since the last call. */
  synchronized Map<String, Double> drain() {
    Map<String, Double> values = new HashMap<>(counts);
    SERIES.values().forEach(name -> values.putIfAbsent(name, 0.0));
    values.putIfAbsent(FAILED, 0.0);
    counts = new HashMap<>();
    return values;
  }
}
