package dev.understudy.cli;

import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Forwards requests to LocalStack's Lambda. LocalStack 4.14 does not find an alias in
 * GetFunctionConfiguration, which Lambda does, so this asks for the version that the alias names.
 */
final class LambdaAliases implements AutoCloseable {
  private static final List<String> HEADERS =
      List.of("Authorization", "X-Amz-Date", "X-Amz-Log-Type", "X-Amz-Invocation-Type");

  private final HttpEndpoint http = HttpEndpoint.start(0, this::answer);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI target;
  private final LambdaClient lambda;

  /**
   * @param lambda a client of LocalStack, closed by the caller
   */
  LambdaAliases(URI target, LambdaClient lambda) {
    this.target = target;
    this.lambda = lambda;
  }

  URI uri() {
    return http.uri();
  }

  private HttpAnswer answer(HttpCall call) {
    String query =
        call.parameter("Qualifier").map(name -> "?Qualifier=" + qualifier(call, name)).orElse("");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(call.path() + query))
            .method(call.method(), BodyPublishers.ofByteArray(body(call)));
    HEADERS.forEach(name -> call.header(name).ifPresent(value -> request.header(name, value)));
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return HttpAnswer.of(response.statusCode(), "application/json", response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String qualifier(HttpCall call, String name) {
    if (!call.path().endsWith("/configuration")) {
      return name;
    }
    String function = call.path().split("/")[3];
    return lambda.getAlias(r -> r.functionName(function).name(name)).functionVersion();
  }

  private static byte[] body(HttpCall call) {
    try {
      return call.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
