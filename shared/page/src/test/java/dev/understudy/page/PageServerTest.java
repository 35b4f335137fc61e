package dev.understudy.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.page.PageState.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of the page answers, and what it refuses. */
class PageServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final AtomicInteger RUNS = new AtomicInteger();

  private static PageServer server;

  @BeforeAll
  static void start() {
    server =
        PageServer.start(
            0,
            PageServerTest::state,
            Map.of("count", RUNS::incrementAndGet, "refuse", PageServerTest::refuse));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    RUNS.set(0);
  }

  private static PageState state() {
    return new PageState(
        "test",
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        new Series(1, List.of(), Map.of()),
        List.of(),
        Map.of(),
        List.of());
  }

  private static void refuse() {
    throw new IllegalStateException("The primary is stopped");
  }

  private static HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String origin() {
    return "http://" + server.uri().getAuthority();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html, <main>",
    "/page.css, text/css, prefers-color-scheme",
    "/page.js, text/javascript, textContent",
    "/uplot.js, text/javascript, uPlot",
    "/uplot.css, text/css, .uplot",
    "/state, application/json, '\"name\":\"test\"'"
  })
  void servesThePageWithAStrictPolicy(String path, String type, String content) throws Exception {
    HttpResponse<String> response = send("GET", path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src data:")
        .doesNotContain("unsafe");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.body()).contains(content);
  }

  /** The policy would block these, and the page would be broken. */
  @Test
  void thePageHasNoInlineScriptOrStyleAndNoForeignAddress() throws Exception {
    assertThat(send("GET", "/").body())
        .doesNotContainPattern("<script(?! type=\"module\" src=\"/page.js\">)")
        .doesNotContain("<style", " style=", " onclick=", "http://", "https://");
    assertThat(send("GET", "/page.js").body()).doesNotContain(".innerHTML =", "eval(");
  }

  @Test
  void listensOnTheLoopbackInterface() {
    assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
  }

  /** A name that an attacker resolves to this machine, as in DNS rebinding. */
  @ParameterizedTest
  @ValueSource(strings = {"attacker.example", "127.0.0.1", "localhost:1", ""})
  void refusesAForeignHost(String host) throws IOException {
    assertThat(raw("GET /state HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("\"name\"");
  }

  @Test
  void acceptsLocalhost() throws IOException {
    assertThat(
            raw(
                "GET /state HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"
                    .formatted(server.uri().getPort())))
        .startsWith("HTTP/1.1 200");
  }

  /** The HTTP client of the JDK does not let a caller choose the Host. */
  private static String raw(String request) throws IOException {
    URI uri = server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void runsAnActionForThePage() throws Exception {
    HttpResponse<String> response =
        send("POST", "/actions/count", "Origin", origin(), PageServer.ACTION_HEADER, "1");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void runsNoActionForAnotherPage() throws Exception {
    assertThat(send("POST", "/actions/count").statusCode()).isEqualTo(403);
    assertThat(send("POST", "/actions/count", "Origin", origin()).statusCode()).isEqualTo(403);
    assertThat(send("POST", "/actions/count", PageServer.ACTION_HEADER, "1").statusCode())
        .isEqualTo(403);
    assertThat(
            send(
                    "POST",
                    "/actions/count",
                    "Origin",
                    "http://attacker.example",
                    PageServer.ACTION_HEADER,
                    "1")
                .statusCode())
        .isEqualTo(403);
    assertThat(RUNS).hasValue(0);
  }

  @Test
  void saysWhyAnActionIsNotPossible() throws Exception {
    HttpResponse<String> response =
        send("POST", "/actions/refuse", "Origin", origin(), PageServer.ACTION_HEADER, "1");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("The primary is stopped");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, 405, GET",
    "DELETE, /state, 405, GET",
    "GET, /actions/count, 405, POST",
    "GET, /actions/none, 404,",
    "GET, /../page.css, 404,",
    "GET, /secrets, 404,"
  })
  void refusesOtherMethodsAndPaths(String method, String path, int status, String allowed)
      throws Exception {
    HttpResponse<String> response = send(method, path, "Origin", origin());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Allow").orElse(null)).isEqualTo(allowed);
    assertThat(RUNS).hasValue(0);
  }

  @Test
  void aPageWithoutActionsOnlyReads() throws Exception {
    try (PageServer reading = PageServer.start(0, PageServerTest::state)) {
      HttpRequest request =
          HttpRequest.newBuilder(reading.uri().resolve("/actions/count"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .header("Origin", "http://" + reading.uri().getAuthority())
              .header(PageServer.ACTION_HEADER, "1")
              .build();

      assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void namesThePortThatIsInUse() {
    int port = server.uri().getPort();

    assertThatThrownBy(() -> PageServer.start(port, PageServerTest::state))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(String.valueOf(port));
  }
}
