package dev.understudy.lab.page;

import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the health object through the edge, and counts which origin served it. Thread-safe. */
final class EdgeReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String FAILED = "failed";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final Map<String, String> series;
  private Map<String, Double> counts = new HashMap<>();

  /**
   * @param origins the names of the origins behind the edge
   */
  EdgeReader(URI edge, List<String> origins) {
    this.series = origins.stream().collect(Collectors.toMap(name -> name, EdgeReader::series));
    this.request = HttpRequest.newBuilder(edge.resolve(EdgeOrigin.HEALTH)).timeout(TIMEOUT).build();
  }

  /** Such as {@code byStandby-2}. */
  private static String series(String origin) {
    return "by" + origin.substring(0, 1).toUpperCase(Locale.ROOT) + origin.substring(1);
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
    String name =
        answer != null && answer.statusCode() == 200
            ? answer.headers().firstValue(Edge.ORIGIN).map(series::get).orElse(FAILED)
            : FAILED;
    counts.merge(name, 1.0, Double::sum);
  }

  /** The reads that ended since the last call. */
  synchronized Map<String, Double> drain() {
    Map<String, Double> values = new HashMap<>(counts);
    series.values().forEach(name -> values.putIfAbsent(name, 0.0));
    values.putIfAbsent(FAILED, 0.0);
    counts = new HashMap<>();
    return values;
  }
}
