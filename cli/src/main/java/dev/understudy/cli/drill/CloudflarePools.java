package dev.understudy.cli.drill;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pools of a Cloudflare load balancer, by their ids. */
public final class CloudflarePools {
  private static final URI API = URI.create("https://api.cloudflare.com");
  private static final String TOKEN = "CLOUDFLARE_API_TOKEN";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** An id is a part of a path. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]+");

  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  private final BoundedHttp http = new BoundedHttp(LIMIT);
  private final String account;
  private final String token;
  private final URI pools;

  /**
   * @param endpoint the API, if it is not Cloudflare's
   * @param account the id of the account
   * @param variables of the process, with the token
   * @throws ConfigurationException if the account or the token cannot be right
   */
  public CloudflarePools(Optional<URI> endpoint, String account, Map<String, String> variables) {
    this.account = requireId("--account", account);
    this.token = requireToken(variables.getOrDefault(TOKEN, "").strip());
    this.pools =
        endpoint
            .orElse(API)
            .resolve("/client/v4/accounts/%s/load_balancers/pools/".formatted(account));
  }

  /**
   * Returns the id, if it can be one.
   *
   * @param option that has it
   * @throws ConfigurationException if it has characters that no id has
   */
  public static String requireId(String option, String id) {
    if (!ID.matcher(id).matches()) {
      throw new ConfigurationException("%s is \"%s\", which is no id".formatted(option, id));
    }
    return id;
  }

  /** A message about a wrong header would quote the token. */
  private static String requireToken(String token) {
    if (token.isEmpty()) {
      throw new ConfigurationException(
          TOKEN
              + " is not set; the token needs Load Balancing: Monitors and Pools (read; write for"
              + " steering)");
    }
    if (!VISIBLE.matcher(token).matches()) {
      throw new ConfigurationException(TOKEN + " has a character that no token has");
    }
    return token;
  }

  /**
   * Whether most of the data centres that check the pool report that it is healthy.
   *
   * @throws IOException if the API cannot be reached or rejects the request
   */
  public boolean isHealthy(String pool) throws IOException {
    Collection<?> dataCentres =
        JsonTree.at(get(pool + "/health"), "result", "pop_health") instanceof Map<?, ?> map
            ? map.values()
            : List.of();
    long healthy =
        dataCentres.stream()
            .filter(one -> Boolean.TRUE.equals(JsonTree.at(one, "healthy")))
            .count();
    return 2 * healthy > dataCentres.size();
  }

  /**
   * @throws IOException if the API cannot be reached or rejects the request
   */
  boolean isEnabled(String pool) throws IOException {
    return Boolean.TRUE.equals(JsonTree.at(get(pool), "result", "enabled"));
  }

  /**
   * @throws IOException if the API cannot be reached or rejects the request
   */
  void enable(String pool, boolean on) throws IOException {
    send(
        request(pool)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(enabled(on))));
  }

  private static String enabled(boolean on) {
    return "{\"enabled\":%b}".formatted(on);
  }

  /** A command for the shell that enables the pool. The shell knows the token. */
  String commandToEnable(String pool) {
    return "curl -fsS -X PATCH -H \"Authorization: Bearer $%s\" -H \"Content-Type: application/json\" --data '%s' %s"
        .formatted(TOKEN, enabled(true), pools.resolve(pool));
  }

  private Map<String, Object> get(String path) throws IOException {
    return JsonTree.object(send(request(path))).orElse(Map.of());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(pools.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = http.send(request);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "Cloudflare responds to %s %s with status %d%s: check the ids, and that the token is valid for account %s"
              .formatted(
                  request.method(),
                  request.uri().getPath(),
                  response.statusCode(),
                  reasons(response.body()),
                  account));
    }
    return response.body();
  }

  private static String reasons(String body) {
    return JsonTree.object(body).flatMap(answer -> JsonTree.list(answer, "errors")).stream()
        .flatMap(List::stream)
        .map(error -> " (%s)".formatted(JsonTree.at(error, "message")))
        .collect(Collectors.joining());
  }
}
