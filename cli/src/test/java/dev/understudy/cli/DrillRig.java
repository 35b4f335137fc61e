package dev.understudy.cli;

import static org.awaitility.Awaitility.await;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.edge.Health;
import dev.understudy.emulators.edge.HealthChecker;
import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.OriginTimeouts;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two buckets behind an emulated edge, and Cloudflare's API as a stand-in that records its calls.
 * The pools have the ids {@code p} and {@code s} of the account {@code acc}.
 */
final class DrillRig implements AutoCloseable {
  static final String TOKEN = "token-canary";
  static final String BUCKET = "assets";
  static final String SECRET = "secret-canary";

  /** The spaces show whether it is restored as it was. */
  static final String POLICY =
      "{ \"Version\": \"2012-10-17\", \"Statement\":"
          + " {\"Sid\":\"PublicRead\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::assets/*\"}"
          + " }";

  private static final MonitorSettings MONITORS =
      new MonitorSettings(
          Duration.ofMillis(200),
          Duration.ofMillis(180),
          2,
          2,
          2,
          List.of("WEU"),
          Duration.ofMillis(20));

  private final S3Endpoint primary = S3Endpoint.builder().credentials("key", SECRET).start();
  private final S3Endpoint standby = S3Endpoint.builder().credentials("key", SECRET).start();
  private final HttpEndpoint cloudflare = HttpEndpoint.start(0, this::answer);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Edge edge;

  volatile String health =
      "{\"A\":{\"healthy\":true},\"B\":{\"healthy\":true},\"C\":{\"healthy\":false}}";

  /** How long the edge takes to leave a disabled pool. */
  volatile long failoverMillis;

  /** Whether the edge follows a change of the pool. */
  volatile boolean follows = true;

  /** How many of the next requests to enable the pool are refused. */
  final AtomicInteger refusals = new AtomicInteger();

  private volatile boolean enabled = true;

  DrillRig() {
    edge =
        Edge.start(
            List.of(origin("primary", primary), origin("standby", standby)),
            MONITORS,
            OriginTimeouts.production(),
            HealthChecker::overHttp,
            (pool, now) -> {});
    awaitServing("primary");
  }

  private static EdgeOrigin origin(String name, S3Endpoint endpoint) {
    endpoint.createBucket(BUCKET, true);
    try (S3Client s3 = client(endpoint)) {
      s3.putBucketPolicy(r -> r.bucket(BUCKET).policy(POLICY));
      put(s3, ".origin/health", "ok-" + name);
      put(s3, ".origin/id.txt", name + "\n");
    }
    return EdgeOrigin.plain(name, URI.create(endpoint.uri() + "/" + BUCKET));
  }

  private static void put(S3Client s3, String key, String content) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
  }

  private static S3Client client(S3Endpoint endpoint) {
    return Clients.primary(
        AwsAccess.of(new Environment(credentials())), Optional.of(endpoint.uri()));
  }

  private static Map<String, String> credentials() {
    return Map.of(
        "AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** The variables of the command's process. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(credentials());
    variables.put("PRIMARY_BUCKET", BUCKET);
    variables.put("PRIMARY_ENDPOINT", primary.uri().toString());
    variables.put("PUBLIC_URL", edge.uri().toString());
    variables.put("CLOUDFLARE_ENDPOINT", cloudflare.uri().toString());
    variables.put("CLOUDFLARE_API_TOKEN", TOKEN);
    return variables;
  }

  URI cloudflare() {
    return cloudflare.uri();
  }

  URI url() {
    return edge.uri();
  }

  /** A client of the primary; the caller closes it. */
  S3Client primary() {
    return client(primary);
  }

  S3Endpoint primaryServer() {
    return primary;
  }

  String policy() {
    try (S3Client s3 = primary()) {
      return s3.getBucketPolicy(r -> r.bucket(BUCKET)).policy();
    }
  }

  /** No reader gets a document of the standby. */
  void breakStandby() {
    try (S3Client s3 = client(standby)) {
      s3.deleteObject(r -> r.bucket(BUCKET).key(".origin/id.txt"));
    }
  }

  void disablePool() {
    enabled = false;
  }

  void enablePool() {
    enabled = true;
  }

  boolean isEnabled() {
    return enabled;
  }

  /** The changes that Cloudflare was asked for, such as {@code p false}. */
  List<String> changes() {
    return calls;
  }

  void awaitServing(String origin) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                edge.serving().equals(Optional.of(origin))
                    && edge.pool("standby").health() == Health.HEALTHY);
  }

  private HttpAnswer answer(HttpCall call) {
    if (!call.header("Authorization").equals(Optional.of("Bearer " + TOKEN))) {
      return HttpAnswer.json(403, "{\"errors\":[{\"message\":\"Authentication error\"}]}");
    }
    return switch (call.method()
        + call.path().replaceFirst("/client/v4/accounts/acc/load_balancers/pools", "")) {
      case "GET/s/health" ->
          HttpAnswer.json(200, "{\"result\":{\"pop_health\":%s}}".formatted(health));
      case "GET/p" -> HttpAnswer.json(200, "{\"result\":{\"enabled\":%b}}".formatted(enabled));
      case "PATCH/p" -> change(call);
      default -> HttpAnswer.json(404, "{\"errors\":[{\"message\":\"could not find pool\"}]}");
    };
  }

  private HttpAnswer change(HttpCall call) {
    boolean on = call.text().contains("true");
    calls.add("p " + on);
    if (on && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return HttpAnswer.json(500, "{}");
    }
    enabled = on;
    if (follows) {
      CompletableFuture.delayedExecutor(on ? 0 : failoverMillis, TimeUnit.MILLISECONDS)
          .execute(() -> edge.pool("primary").enable(on));
    }
    return HttpAnswer.json(200, "{\"success\":true}");
  }

  @Override
  public void close() {
    edge.close();
    cloudflare.close();
    primary.close();
    standby.close();
  }
}
