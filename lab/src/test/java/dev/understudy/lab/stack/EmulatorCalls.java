package dev.understudy.lab.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Calls to an emulator of AWS for which there is no client here. Not signed: the header names the
 * service, which is all that an emulator reads in it. Each answers with the body.
 */
record EmulatorCalls(URI endpoint) {
  /** An operation of a service that speaks JSON. */
  String json(String service, String target, String body) {
    return send(
        request(service, "/")
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", target)
            .POST(BodyPublishers.ofString(body)));
  }

  /** An operation of a service that takes forms. */
  String query(String service, String form) {
    return send(
        request(service, "/")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /** What is at a path of a service. */
  String get(String service, String path) {
    return send(request(service, path).GET());
  }

  private HttpRequest.Builder request(String service, String path) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/%s/aws4_request,"
                    .formatted(service)
                + " SignedHeaders=host, Signature=none");
  }

  private static String send(HttpRequest.Builder request) {
    try {
      var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }
}
