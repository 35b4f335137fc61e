package dev.understudy.healthprobe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the probe says of a standby that rejects the published secret, and of one that is down. */
class SecretCheckTest {
  @TempDir private Path folder;

  private ProbeFixture world;

  @BeforeEach
  void start() {
    world = new ProbeFixture().serving();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /** The droplet was replaced, or its key was rotated, and nobody published the new secret. */
  @ParameterizedTest
  @CsvSource({
    "STANDBY_ACCESS_KEY, InvalidAccessKeyId",
    "STANDBY_SECRET_KEY, SignatureDoesNotMatch"
  })
  void saysThatTheStandbyRejectsThePublishedSecret(String field, String code) {
    world.with(field, "of-another-droplet");

    assertThat(world.run("standby").measured())
        .containsExactly(Measurement.of(Metric.STANDBY_HEALTHY, true));
    assertThat(troubles(world))
        .containsExactly(
            "The standby rejects the published secret (GET of .heartbeat/understudy on the standby"
                + " failed: 403 "
                + code
                + "). Publish the droplet's secret with scripts/publish-credentials");
  }

  /** nginx refuses an unknown client certificate with a page of its own. */
  @Test
  void saysThatTheStandbyRejectsTheClientCertificateOfThePublishedSecret() throws IOException {
    try (FakeSite nginx = new FakeSite()) {
      nginx.page("/standby/.heartbeat/understudy", 400, "<html>No required SSL certificate</html>");
      world.with("STANDBY_ENDPOINT", nginx.uri().toString());

      assertThat(troubles(world).toString()).contains("The standby rejects the published secret");
    }
  }

  @Test
  void saysThatThePublishedSecretDoesNotTrustTheStandby() throws IOException {
    TestAuthority ofSecret = new TestAuthority(Files.createDirectory(folder.resolve("lost")));
    TestAuthority ofDroplet = new TestAuthority(folder);
    S3Endpoint.Builder droplet =
        S3Endpoint.builder().tls(ofDroplet.server("127.0.0.1").serverContext(), false);
    try (ProbeFixture secure = new ProbeFixture(droplet)) {
      secure.with("STANDBY_CA_PEM", ofSecret.caPem());

      assertThat(troubles(secure).toString())
          .contains("The published secret does not trust the standby's certificate");
    }
  }

  @Test
  void blamesNoSecretForAStandbyThatDoesNotAnswer() {
    assertThat(troubles(world)).isEmpty();

    world.standby.pause();

    assertThat(troubles(world).toString())
        .contains("GET of .heartbeat/understudy on the standby failed")
        .doesNotContain("published secret");
  }

  private static List<String> troubles(ProbeFixture probed) {
    return requireNonNull(probed.run("secret").seen().get(CheckName.SECRET)).troubles();
  }
}
