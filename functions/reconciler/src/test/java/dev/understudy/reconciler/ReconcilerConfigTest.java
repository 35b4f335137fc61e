package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
    Settings settings = ReconcilerConfig.of(new Environment(REQUIRED)).settings();

    assertThat(settings.brakeLimit(100)).isEqualTo(1000);
    assertThat(settings.brakeLimit(1_000_000)).isEqualTo(100_000);
    assertThat(settings.deepDays()).isEqualTo(30);
  }

  @Test
  void reportsAllThatIsMissingOrWrongAtOnce() {
    assertThatThrownBy(() -> ReconcilerConfig.of(new Environment(Map.of("BRAKE_PERCENT", "101"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "PRIMARY_BUCKET is missing", "REPAIRS_QUEUE_URL is missing", "BRAKE_PERCENT");
  }

  /** Its own variables stand in its own section, the others in the replicator's. */
  @Test
  void isWhatTheReadmeSays() throws IOException {
    Environment environment = new Environment(REQUIRED);
    ReconcilerConfig.of(environment);
    Map<String, String> common = documented("## Configuration");
    Map<String, String> own = new TreeMap<>(environment.asked());
    own.keySet().removeIf(name -> common.containsKey(name) && !name.equals("REPAIRS_QUEUE_URL"));

    assertThat(documented("## The reconciler")).isEqualTo(own);
  }

  private static Map<String, String> documented(String section) throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Pattern row = Pattern.compile("^\\| ((?:`[A-Z_]+`(?:, )?)+) \\|([^|]*)\\|", Pattern.MULTILINE);
    String readme = Files.readString(ROOT.resolve("README.md"));
    int begin = readme.indexOf(section + "\n");
    row.matcher(readme.substring(begin, readme.indexOf("\n## ", begin)))
        .results()
        .forEach(
            found -> names(found).forEach(name -> documented.put(name, found.group(2).strip())));
    return documented;
  }

  private static List<String> names(MatchResult row) {
    return Pattern.compile("[A-Z_]+")
        .matcher(row.group(1))
        .results()
        .map(MatchResult::group)
        .toList();
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
          assertThat(Request.of(input).toMap()).as(sample.toString()).isEqualTo(input);
        }
      }
    }
  }
}
