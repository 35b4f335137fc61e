package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.testkit.docs.VariableTables;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "PRIMARY_BUCKET", "p",
          "STANDBY_BUCKET", "s",
          "STANDBY_SECRET_ID", "understudy",
          "CHANGES_QUEUE_URL", "https://sqs/changes",
          "REPAIRS_QUEUE_URL", "https://sqs/repairs",
          "DEAD_LETTER_QUEUE_URL", "https://sqs/dead");

  @Test
  void leavesOutWhatIsNotConfiguredAndSaysSo() {
    ProbeConfig config = ProbeConfig.of(new Environment(REQUIRED));

    assertThat(config.checkTimeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(config.leftOut())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                CheckName.PRIMARY, "PRIMARY_HEALTH_URL is not set",
                CheckName.STANDBY, "STANDBY_HEALTH_URL is not set",
                CheckName.EDGE, "PUBLIC_URL is not set",
                CheckName.DISK, "STANDBY_METRICS_URL is not set"));
  }

  @Test
  void takesEverySetting() {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.put("PRIMARY_HEALTH_URL", "https://p.s3.eu-central-1.amazonaws.com/.origin/health");
    all.put("STANDBY_HEALTH_URL", "https://standby.example:8443/s/.origin/health");
    all.put("PUBLIC_URL", "https://assets.example");
    all.put("STANDBY_METRICS_URL", "https://standby.example:8443/minio/v2/metrics/cluster");
    all.put("CLOUDWATCH_ENDPOINT", "http://127.0.0.1:9004");
    all.put("CHECK_TIMEOUT_SECONDS", "5");

    ProbeConfig config = ProbeConfig.of(new Environment(all));

    assertThat(config.leftOut()).isEmpty();
    assertThat(config.standbyHealthUrl())
        .contains(URI.create("https://standby.example:8443/s/.origin/health"));
    assertThat(config.cloudWatchEndpoint()).contains(URI.create("http://127.0.0.1:9004"));
    assertThat(config.checkTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  /** Terraform writes this to the Parameter Store before there is an edge. */
  @Test
  void takesNoneForMissing() {
    Map<String, String> early = new HashMap<>(REQUIRED);
    early.put("PUBLIC_URL", "none");

    assertThat(ProbeConfig.of(new Environment(early)).publicUrl()).isEmpty();
  }

  @Test
  void expectsNeitherHeartbeatsNorEqualityOfAPromotedStandby() {
    Map<String, String> promoted = new HashMap<>(REQUIRED);
    promoted.put("PROMOTED", "true");

    assertThat(ProbeConfig.of(new Environment(promoted)).leftOut())
        .containsKeys(CheckName.SECRET, CheckName.HEARTBEAT, CheckName.FOREIGN_WRITES);
  }

  @Test
  void reportsAllThatIsMissingOrWrongAtOnce() {
    Map<String, String> wrong =
        Map.of(
            "PUBLIC_URL", "assets.example",
            "STANDBY_HEALTH_URL", "https://standby.example/health?secret=1",
            "CHECK_TIMEOUT_SECONDS", "16");

    assertThatThrownBy(() -> ProbeConfig.of(new Environment(wrong)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "AWS_REGION is missing",
            "PRIMARY_BUCKET is missing",
            "STANDBY_SECRET_ID is missing",
            "CHANGES_QUEUE_URL is missing",
            "REPAIRS_QUEUE_URL is missing",
            "DEAD_LETTER_QUEUE_URL is missing",
            "PUBLIC_URL is \"assets.example\" but must look like https://host/path",
            "STANDBY_HEALTH_URL",
            "CHECK_TIMEOUT_SECONDS is \"16\" but must be a whole number from 1 to 15");
  }

  @Test
  void isWhatTheReadmeSays() {
    Environment environment = new Environment(REQUIRED);
    ProbeConfig.of(environment);

    VariableTables.assertDocumented(environment.asked(), "## The health probe");
  }
}
