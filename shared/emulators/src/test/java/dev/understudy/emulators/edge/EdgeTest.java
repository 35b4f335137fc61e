package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader sees through the edge, over real sockets. */
class EdgeTest {
  private static final MonitorSettings BRISK =
      new MonitorSettings(
          Duration.ofMillis(100),
          Duration.ofMillis(90),
          2,
          2,
          2,
          List.of("WEU"),
          Duration.ofMillis(20));
  private static final OriginTimeouts LIMITS =
      new OriginTimeouts(Duration.ofSeconds(2), Duration.ofMillis(400));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile HealthCheckResult ofThePrimary = HealthCheckResult.PASSED;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  /** Health checks of both origins are answered here, so that a test controls them. */
  private Edge edge(EdgeOrigin primary, EdgeOrigin standby) {
    Edge edge =
        Edge.start(
            List.of(primary, standby),
            BRISK,
            LIMITS,
            (origin, region, dataCentre, timeout) ->
                origin.name().equals("primary") ? ofThePrimary : HealthCheckResult.PASSED,
            (pool, health) -> {});
    open.add(edge);
    await(() -> edge.serving().equals(Optional.of("primary")) && edge.pool("standby").isHealthy());
    return edge;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private URI serve(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private HttpHandler answering(String name, int status) {
    return exchange -> {
      seen.add(
          "%s %s %s host %s cookie %s"
              .formatted(
                  name,
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Host"),
                  exchange.getRequestHeaders().getFirst("Cookie")));
      byte[] body = ("from " + name).getBytes(UTF_8);
      exchange.getResponseHeaders().set("ETag", "\"1\"");
      boolean toHead = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, toHead ? -1 : body.length);
      if (!toHead) {
        exchange.getResponseBody().write(body);
      }
      exchange.close();
    };
  }

  private EdgeOrigin standby() throws IOException {
    return EdgeOrigin.plain("standby", serve(answering("standby", 200)));
  }

  private static URI refusing() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  private HttpResponse<String> ask(Edge edge, String method, String target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(edge.uri() + target))
            .header("Cookie", "a=b")
            .timeout(PATIENCE)
            .method(
                method,
                method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofString("posted")
                    : HttpRequest.BodyPublishers.noBody());
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String summary(HttpResponse<String> answer) {
    return "%d by %s after %s"
        .formatted(
            answer.statusCode(),
            answer.headers().firstValue(Edge.ORIGIN).orElse("the edge"),
            answer.headers().firstValue(Edge.TRIES).orElse("?"));
  }

  @Test
  void asksForTheTargetThatTheOriginGives() throws IOException {
    EdgeOrigin primary =
        new EdgeOrigin(
            "primary",
            serve(answering("primary", 200)),
            "assets.example",
            Optional.empty(),
            "ok-primary",
            (method, target) -> "/signed" + target + "?for=" + method);
    Edge edge = edge(primary, standby());

    ask(edge, "HEAD", "/a");

    assertThat(seen)
        .containsExactly("primary HEAD /signed/a?for=HEAD host assets.example cookie null");
  }

  /** Terraform makes the pool of the first standby the fallback. */
  @Test
  void usesTheNextHealthyStandbyAndElseTheFirst() throws IOException {
    Map<String, HealthCheckResult> results = new ConcurrentHashMap<>();
    List<EdgeOrigin> origins = new ArrayList<>();
    for (String name : List.of("primary", "standby", "standby-2")) {
      results.put(name, HealthCheckResult.PASSED);
      origins.add(EdgeOrigin.plain(name, serve(answering(name, 200))).withHealth("ok-standby"));
    }
    Edge edge =
        Edge.start(
            origins,
            BRISK,
            LIMITS,
            (origin, region, dataCentre, timeout) -> results.get(origin.name()),
            (pool, health) -> {});
    open.add(edge);
    await(() -> edge.serving().equals(Optional.of("primary")));
    await(() -> origins.stream().allMatch(origin -> edge.pool(origin.name()).isHealthy()));

    results.put("primary", HealthCheckResult.FAILED);
    await(() -> edge.serving().equals(Optional.of("standby")));
    results.put("standby", HealthCheckResult.FAILED);
    await(() -> edge.serving().equals(Optional.of("standby-2")));
    assertThat(summary(ask(edge, "GET", "/a"))).isEqualTo("200 by standby-2 after 1");
    results.put("standby-2", HealthCheckResult.FAILED);
    await(() -> edge.serving().equals(Optional.of("standby")));
  }

  @Test
  void asksThePrimaryWithItsHostAndPathAndPassesItsAnswerOn() throws IOException {
    URI address = serve(answering("primary", 200));
    EdgeOrigin primary =
        new EdgeOrigin(
            "primary", URI.create(address + "/assets"), "assets.example", Optional.empty());
    Edge edge = edge(primary, standby());

    HttpResponse<String> answer = ask(edge, "GET", "/a%20b%2Bc/%C3%A9.txt?x=1");

    assertThat(summary(answer)).isEqualTo("200 by primary after 1");
    assertThat(answer.body()).isEqualTo("from primary");
    assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(seen)
        .containsExactly(
            "primary GET /assets/a%20b%2Bc/%C3%A9.txt?x=1 host assets.example cookie null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void asksTheStandbyOnceMoreWhereThePrimaryRefusesConnections(String method) throws IOException {
    Edge edge = edge(EdgeOrigin.plain("primary", refusing()), standby());

    assertThat(summary(ask(edge, method, "/x"))).isEqualTo("200 by standby after 2");
  }

  @Test
  void asksNobodyTwiceToDoSomething() throws IOException {
    Edge edge = edge(EdgeOrigin.plain("primary", refusing()), standby());

    assertThat(summary(ask(edge, "POST", "/x"))).isEqualTo("521 by the edge after 1");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 403, 404})
  void passesThePrimarysOwnErrorsOn(int status) throws IOException {
    Edge edge = edge(EdgeOrigin.plain("primary", serve(answering("primary", status))), standby());

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo(status + " by primary after 1");
  }

  @Test
  void triesOnceMoreAndNotTwice() throws IOException {
    Edge edge =
        edge(EdgeOrigin.plain("primary", refusing()), EdgeOrigin.plain("standby", refusing()));

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("521 by the edge after 2");
  }

  @Test
  void triesNoPoolThatIsNotHealthy() throws IOException {
    Edge edge = edge(EdgeOrigin.plain("primary", refusing()), standby());
    edge.pool("standby").enable(false);

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("521 by the edge after 1");
  }

  @Test
  void givesASilentPrimaryUpWithoutARetry() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Edge edge = edge(EdgeOrigin.plain("primary", address), standby());

      assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("524 by the edge after 1");
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void takesAnAnswerThatBreaksOffBeforeItsBodyForNoneAndDoesNotRetry() throws Exception {
    URI address = raw("HTTP/1.1 200 OK\r\nContent-Le");
    Edge edge = edge(EdgeOrigin.plain("primary", address), standby());

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("520 by the edge after 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
      })
  void answersUnknownErrorToATruncatedHeaderSection(String truncated) throws Exception {
    Edge edge = edge(EdgeOrigin.plain("primary", raw(truncated)), standby());

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("520 by the edge after 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive.",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfive.\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nfive."
      })
  void neverMakesAWholeAnswerOfHalfABody(String half) throws Exception {
    Edge edge = edge(EdgeOrigin.plain("primary", raw(half)), standby());

    assertThatThrownBy(() -> ask(edge, "GET", "/x")).hasRootCauseInstanceOf(IOException.class);
    assertThat(seen).isEmpty();
  }

  @Test
  void passesPiecesOnAsOneBody() throws Exception {
    String pieces =
        String.join(
            "\r\n",
            List.of(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "5;x=y",
                "five ",
                "4",
                "four",
                "0",
                "",
                ""));
    Edge edge = edge(EdgeOrigin.plain("primary", raw(pieces)), standby());

    assertThat(ask(edge, "GET", "/x").body()).isEqualTo("five four");
  }

  /** An origin that accepts connections and closes them at once. */
  private URI hangingUp() throws IOException {
    return listening(socket -> {});
  }

  /** An origin that sends these bytes to every client and closes the connection. */
  private URI raw(String answer) throws IOException {
    return listening(
        socket -> {
          awaitEndOfRequest(socket);
          socket.getOutputStream().write(answer.getBytes(UTF_8));
        });
  }

  private interface Talk {
    void to(Socket socket) throws IOException;
  }

  private URI listening(Talk talk) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  talk.to(socket);
                } catch (IOException e) {
                  // Closed, which the loop sees.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Closing a socket with unread input resets the connection instead of ending it. */
  private static void awaitEndOfRequest(Socket socket) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int octet = socket.getInputStream().read();
      matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
    }
  }

  @Test
  void asksTheStandbyWhereThePrimaryCannotProveWhoItIs(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    URI good = https(authority.server("127.0.0.1").serverContext());
    URI expired = https(authority.expiredServer("127.0.0.1").serverContext());
    SSLContext trust = authority.clientContext();

    assertThat(summary(ask(edge(tls(good, trust), standby()), "GET", "/x")))
        .isEqualTo("200 by primary after 1");
    assertThat(summary(ask(edge(tls(expired, trust), standby()), "GET", "/x")))
        .isEqualTo("200 by standby after 2");
    assertThat(summary(ask(edge(tls(expired, trust), standby()), "POST", "/x")))
        .isEqualTo("526 by the edge after 1");
    URI plain = URI.create(hangingUp().toString().replace("http:", "https:"));
    assertThat(summary(ask(edge(tls(plain, trust), standby()), "POST", "/x")))
        .isEqualTo("525 by the edge after 1");
  }

  private static EdgeOrigin tls(URI address, SSLContext trust) {
    return new EdgeOrigin("primary", address, "127.0.0.1", Optional.of(trust));
  }

  private URI https(SSLContext context) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", answering("primary", 200));
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void servesFromTheFallbackWhereNoPoolIsHealthyAndFromNoneThatIsSwitchedOff() throws IOException {
    Edge edge = edge(EdgeOrigin.plain("primary", refusing()), standby());
    ofThePrimary = HealthCheckResult.FAILED;
    await(() -> edge.serving().equals(Optional.of("standby")));

    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("200 by standby after 1");

    edge.pool("standby").enable(false);
    assertThat(summary(ask(edge, "GET", "/x"))).isEqualTo("530 by the edge after 0");
  }

  @Test
  void leavesASilentPrimaryWithinTheWorstCaseAndComesBack() throws IOException {
    List<Health> changes = new CopyOnWriteArrayList<>();
    java.util.concurrent.atomic.AtomicReference<Duration> pause =
        new java.util.concurrent.atomic.AtomicReference<>(Duration.ZERO);
    HttpHandler slow =
        exchange -> {
          LockSupport.parkNanos(pause.get().toNanos());
          health(exchange, "primary");
        };
    MonitorSettings settings =
        new MonitorSettings(
            Duration.ofMillis(700),
            Duration.ofMillis(200),
            1,
            2,
            2,
            List.of("WEU"),
            Duration.ofSeconds(1));
    try (Edge edge =
        Edge.start(
            List.of(
                EdgeOrigin.plain("primary", threaded(slow)),
                EdgeOrigin.plain("standby", threaded(exchange -> health(exchange, "standby")))),
            settings,
            LIMITS,
            HealthChecker::overHttp,
            (pool, health) -> changes.add(health))) {
      await(() -> edge.serving().equals(Optional.of("primary")));
      changes.clear();

      long began = System.nanoTime();
      pause.set(Duration.ofMillis(600));
      await(() -> edge.serving().equals(Optional.of("standby")));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      pause.set(Duration.ZERO);
      await(() -> edge.serving().equals(Optional.of("primary")));

      assertThat(took).isLessThanOrEqualTo(settings.worst().silence());
      assertThat(took).as("two rounds at least").isGreaterThan(Duration.ofMillis(700));
      assertThat(changes).containsExactly(Health.UNHEALTHY, Health.HEALTHY);
    }
  }

  private URI threaded(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    java.util.concurrent.ExecutorService threads =
        java.util.concurrent.Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    open.add(() -> server.stop(0));
    open.add(threads::shutdownNow);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void health(HttpExchange exchange, String name) throws IOException {
    byte[] body = ("OK-" + name + "\n").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void looksForStatusAndBody() throws IOException {
    Duration timeout = Duration.ofSeconds(5);
    URI own = serve(exchange -> health(exchange, "primary"));
    URI others = serve(exchange -> health(exchange, "standby"));
    URI denied = serve(answering("primary", 403));

    assertThat(HealthChecker.overHttp(EdgeOrigin.plain("primary", own), "WEU", 0, timeout))
        .isEqualTo(HealthCheckResult.PASSED);
    assertThat(HealthChecker.overHttp(EdgeOrigin.plain("primary", others), "WEU", 0, timeout))
        .isEqualTo(HealthCheckResult.FAILED);
    assertThat(HealthChecker.overHttp(EdgeOrigin.plain("primary", denied), "WEU", 0, timeout))
        .isEqualTo(HealthCheckResult.FAILED);
    assertThat(HealthChecker.overHttp(EdgeOrigin.plain("primary", refusing()), "WEU", 0, timeout))
        .isEqualTo(HealthCheckResult.FAILED);
    assertThat(seen)
        .containsExactly(
            "primary GET /.origin/health host " + denied.getAuthority() + " cookie null");
  }

  @Test
  void takesNoAnswerInTimeForSilence() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());

      assertThat(
              HealthChecker.overHttp(
                  EdgeOrigin.plain("primary", address), "WEU", 0, Duration.ofMillis(50)))
          .isEqualTo(HealthCheckResult.SILENT);
    }
  }
}
