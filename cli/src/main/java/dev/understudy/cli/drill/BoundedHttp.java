package dev.understudy.cli.drill;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends small requests, each within a time that covers the whole exchange. Follows no redirects.
 */
final class BoundedHttp {
  private final Duration limit;

  /** HTTP/1.1, because a request that times out must not leave its dead connection to the next. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param limit from the connection to the last byte of the response
   */
  BoundedHttp(Duration limit) {
    this.limit = limit;
  }

  /**
   * @return the response, whatever its status
   * @throws IOException if there is no complete response within the limit
   */
  HttpResponse<String> send(HttpRequest request) throws IOException {
    URI uri = request.uri();
    CompletableFuture<HttpResponse<String>> sent = http.sendAsync(request, BodyHandlers.ofString());
    try {
      return sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new HttpTimeoutException(
          "%s does not respond within %d s".formatted(uri.getAuthority(), limit.toSeconds()));
    } catch (ExecutionException e) {
      throw new IOException(
          "%s cannot be reached: %s".formatted(uri.getAuthority(), e.getCause()), e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
