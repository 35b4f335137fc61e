package dev.understudy.core.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandbySecretsTest {
  private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
  private static final Map<String, String> VARIABLES =
      Map.of(
          "AWS_REGION", "us-east-1",
          "AWS_ACCESS_KEY_ID", "ak",
          "AWS_SECRET_ACCESS_KEY", "sk",
          "STANDBY_SECRET_ID", "understudy/standby");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    System.clearProperty(ENDPOINT);
    server.stop(0);
  }

  @Test
  void readsTheSecretAnewEachTimeItIsAsked() {
    Supplier<StandbySecret> secrets = secrets(VARIABLES);
    answer =
        secretValue(
            "{\\\"endpoint\\\":\\\"https://standby:8443\\\",\\\"accessKey\\\":\\\"one\\\",\\\"secretKey\\\":\\\"s\\\"}");

    assertThat(secrets.get().accessKey()).isEqualTo("one");
    assertThat(secrets.get().endpoint()).isEqualTo(URI.create("https://standby:8443"));
    assertThat(requests)
        .hasSize(2)
        .allMatch(r -> r.contains("\"SecretId\":\"understudy/standby\""));
  }

  @Test
  void saysWhatIsWrongWithTheSecretAndShowsNothingOfIt() {
    answer = secretValue("CANARY is no JSON");
    assertThatThrownBy(() -> secrets(VARIABLES).get())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("The secret understudy/standby is not a JSON object");

    answer = secretValue("{\\\"secretKey\\\":\\\"CANARY\\\"}");
    assertThatThrownBy(() -> secrets(VARIABLES).get())
        .hasMessageContainingAll("understudy/standby", "accessKey is missing")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void saysWhenTheSecretCannotBeRead() {
    status = 400;
    answer = "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no such secret\"}";

    assertThatThrownBy(() -> secrets(VARIABLES).get())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("The secret understudy/standby cannot be read");
  }

  private static Supplier<StandbySecret> secrets(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return StandbySecrets.of(environment, AwsAccess.of(environment));
  }

  private static String secretValue(String escaped) {
    return "{\"Name\":\"understudy/standby\",\"SecretString\":\"" + escaped + "\"}";
  }
}
