package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.testkit.docs.VariableTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reconciler's environment, its section in the README, and its sample inputs. */
class ReconcilerConfigTest {
  private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

  private static final Map<String, String> REQUIRED =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "PRIMARY_BUCKET", "p",
          "STANDBY_BUCKET", "s",
          "STANDBY_SECRET_ID", "understudy",
          "REPAIRS_QUEUE_URL", "https://sqs/repairs");

  @Test
  void hasTheDefaultsOfTheTemplate() {
    ReconcilerSettings settings = ReconcilerConfig.of(new Environment(REQUIRED)).settings();

    assertThat(settings.brake(1000, 10_000)).isEmpty();
    assertThat(settings.brake(1001, 10_000)).isPresent();
    assertThat(settings.brake(100_000, 1_000_000)).isEmpty();
    assertThat(settings.brake(100_001, 1_000_000)).isPresent();
    assertThat(settings.deepDays()).isEqualTo(30);
  }

  @Test
  void reportsAllThatIsMissingOrWrongAtOnce() {
    assertThatThrownBy(() -> ReconcilerConfig.of(new Environment(Map.of("BRAKE_PERCENT", "101"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "PRIMARY_BUCKET is missing", "REPAIRS_QUEUE_URL is missing", "BRAKE_PERCENT");
  }

  @Test
  void isWhatTheReadmeSays() {
    Environment environment = new Environment(REQUIRED);
    ReconcilerConfig.of(environment);

    VariableTables.assertDocumented(environment.asked(), "## The reconciler");
  }

  @Test
  void takesEverySampleInput() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("events"))) {
      List<Path> samples =
          files.filter(file -> file.getFileName().toString().startsWith("reconcile")).toList();
      assertThat(samples).hasSize(6);
      for (Path sample : samples) {
        try (InputStream stream = Files.newInputStream(sample)) {
          Map<String, Object> input = JsonTree.object(stream).orElseThrow();
          assertThat(ReconcileRequest.of(input).toMap()).as(sample.toString()).isEqualTo(input);
        }
      }
    }
  }
}
