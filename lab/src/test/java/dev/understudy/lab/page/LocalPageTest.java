package dev.understudy.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.edge.Edge;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The page of two standbys, and of a real standby, whose bucket stays private. */
class LocalPageTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();

  private static Installation start(Map<String, String> variables) {
    return Installation.start(
        StackConfig.of(new Environment(variables)), StackTimings.brisk(), nothing -> {});
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode state(LocalPage page) throws IOException, InterruptedException {
    return new JsonMapper().readTree(get(page.uri().resolve("/state")).body());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static void write(Installation installation, String key) {
    try (Writer writer = Writer.open(installation.first().primary())) {
      writer.write(
          key, ObjectContent.of("content"), new ObjectHeaders("text/plain", "no-cache", Map.of()));
    }
    installation
        .stacks()
        .forEach(stack -> assertThat(stack.awaitQuiet(LIMIT, backlog -> {})).isTrue());
  }

  /** The first is a store that does not order versions, so its level is lower. */
  @Test
  void showsEachOfTwoStandbysWithItsLevel() throws Exception {
    try (S3Endpoint lesser =
            S3Endpoint.builder().quirks(Quirks.S3).credentials("ak", "sk").start();
        Installation installation =
            start(
                Map.of(
                    "STANDBYS", "2",
                    "STANDBY_ENDPOINT", lesser.uri().toString(),
                    "STANDBY_ACCESS_KEY", "ak",
                    "STANDBY_SECRET_KEY", "sk"));
        LocalPage page = LocalPage.start(installation.stacks(), 0)) {
      write(installation, "a");

      await(() -> state(page).at("/standbys/1/keys/standby").asInt() == 1);
      await(() -> state(page).at("/standbys/1/lagSeconds").isNumber());
      await(() -> state(page).at("/edge/pools/2/health").asText().equals("healthy"));
      await(() -> state(page).at("/edge/serving").asText().equals("primary"));
      JsonNode state = state(page);
      assertThat(state.at("/standbys/0/name").asText()).isEqualTo("standby");
      assertThat(state.at("/standbys/1/name").asText()).isEqualTo("standby-2");
      assertThat(state.at("/standbys/0/level").asText()).startsWith("L1");
      assertThat(state.at("/standbys/1/level").asText()).isEqualTo("L2 E T P");
      assertThat(state.at("/standbys/1/verdict").asText()).isEqualTo("Healthy");
      assertThat(state.at("/actions").findValuesAsText("name")).contains("stop-standby-2");
      assertThat(state.at("/outcomes").findValuesAsText("key"))
          .contains("standby: a", "standby-2: a");
      assertThat(state.at("/series/values").has("lagP99-2")).isTrue();
    }
  }

  @Test
  void hasAnEdgeInFrontOfARealStandbyAndLeavesItsBucketPrivate() throws Exception {
    try (S3Endpoint real =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
        Installation installation =
            start(
                Map.of(
                    "STANDBY_ENDPOINT", real.uri().toString(),
                    "STANDBY_ACCESS_KEY", "ak",
                    "STANDBY_SECRET_KEY", "sk"));
        LocalPage page = LocalPage.start(installation.stacks(), 0)) {
      write(installation, "a b/\u00e9+c.txt");
      await(() -> state(page).at("/edge/pools/1/health").asText().equals("healthy"));
      assertThat(state(page).at("/standbys")).as("one standby needs no table").isEmpty();

      installation.first().embeddedPrimary().orElseThrow().pause();
      URI object = URI.create(page.edge().orElseThrow() + "/a%20b/%C3%A9+c.txt");
      HttpResponse<String> answer = get(object);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("content");
      assertThat(answer.headers().firstValue(Edge.ORIGIN)).contains("standby");
      assertThat(get(URI.create(real.uri() + "/standby/a%20b/%C3%A9+c.txt")).statusCode())
          .as("without the edge")
          .isEqualTo(403);
    }
  }
}
