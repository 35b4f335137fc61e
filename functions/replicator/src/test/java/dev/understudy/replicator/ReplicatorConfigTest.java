package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.BandwidthTimetable;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.Limits;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.Scope;
import dev.understudy.testkit.docs.VariableTables;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatorConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "PRIMARY_BUCKET", "primary",
          "STANDBY_BUCKET", "standby",
          "STANDBY_SECRET_ID", "understudy/standby",
          "CHANGES_QUEUE_URL", "https://sqs/changes",
          "DEAD_LETTER_QUEUE_URL", "https://sqs/dead");

  @Test
  void needsLittle() {
    ReplicatorConfig config = ReplicatorConfig.of(new Environment(REQUIRED));

    assertThat(config.deployment().primaryBucket()).isEqualTo("primary");
    assertThat(config.parallelKeys()).isEqualTo(10);
    assertThat(config.parts()).isEqualTo(new PartSettings(64L << 20, 4, 256L << 20));
    assertThat(config.deadlineGuard()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.limits()).isEqualTo(new Limits(BandwidthTimetable.OFF, 0, 8, 2));
    assertThat(config.parkAfterReceives()).isEqualTo(10);
    assertThat(config.deployment().promoted()).isFalse();
    assertThat(config.deployment().primaryOwner()).isEmpty();
    assertThat(config.deployment().primaryEndpoint()).isEmpty();
    assertThat(config.deployment().sqsEndpoint()).isEmpty();
    assertThat(config.scope()).isEqualTo(Scope.ALL);
    assertThat(config.deployment().labels()).isEqualTo(HeldLabels.MINIO);
  }

  @Test
  void takesEverySetting() {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.put("PRIMARY_OWNER", "123456789012");
    all.put("PRIMARY_ENDPOINT", "http://127.0.0.1:9000");
    all.put("SQS_ENDPOINT", "http://127.0.0.1:9324");
    all.put("PARALLEL_KEYS", "16");
    all.put("PART_SIZE_MIB", "128");
    all.put("PARALLEL_PARTS", "8");
    all.put("DEADLINE_GUARD_SECONDS", "30");
    all.put("PARK_AFTER_RECEIVES", "5");
    all.put("PROMOTED", "true");
    all.put("REPLICATE_PREFIXES", "site/, media/");
    all.put("REPLICATE_MAX_AGE_DAYS", "90");
    all.put("LABELS_NOT_HELD", "refuse");

    ReplicatorConfig config = ReplicatorConfig.of(new Environment(all));

    assertThat(config.deployment().primaryOwner()).hasValue("123456789012");
    assertThat(config.deployment().primaryEndpoint()).hasValue(URI.create("http://127.0.0.1:9000"));
    assertThat(config.deployment().sqsEndpoint()).hasValue(URI.create("http://127.0.0.1:9324"));
    assertThat(config.parallelKeys()).isEqualTo(16);
    assertThat(config.parts()).isEqualTo(new PartSettings(128L << 20, 8, 256L << 20));
    assertThat(config.deadlineGuard()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.parkAfterReceives()).isEqualTo(5);
    assertThat(config.deployment().promoted()).isTrue();
    assertThat(config.deployment().labels()).isEqualTo(HeldLabels.EVERYTHING);
    assertThat(config.scope())
        .isEqualTo(Scope.of(List.of("site/", "media/"), Optional.of(Duration.ofDays(90))));
  }

  @Test
  void makesPartsThatFitIntoAnInvocationAtTheLowestBandwidth() {
    assertThat(limited("BANDWIDTH", "08:00,640k 19:00,off").parts())
        .isEqualTo(new PartSettings(5 << 20, 4, 8 << 20, 128 << 10, 8 << 20));
    assertThat(limited("BANDWIDTH", "1G").parts().bytes()).isEqualTo(64 << 20);
    assertThat(limited("BANDWIDTH", "off").parts())
        .isEqualTo(new PartSettings(64L << 20, 4, 256L << 20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BANDWIDTH | 08:00,fast | BANDWIDTH is \"08:00,fast\": \"08:00,fast\" must be a bandwidth",
        "BANDWIDTH | 639k | at least 65536 for each, 640k in all",
        "BANDWIDTH | 08:00,10M 22:00,512k | its lowest is 52429 bytes per second for each of 10",
        "REQUESTS_PER_SECOND | 49 | must be at least 50 for 10 invocations of 10 keys and 4 parts",
        "REQUESTS_PER_SECOND | -1 | REQUESTS_PER_SECOND",
        "MAXIMUM_CONCURRENCY | 0 | MAXIMUM_CONCURRENCY",
        "REPAIRS_CONCURRENCY | 1001 | REPAIRS_CONCURRENCY",
      })
  void refusesLimitsThatCannotWork(String name, String value, String message) {
    assertThatThrownBy(() -> limited(name, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void acceptsTheLowestLimits() {
    assertThat(limited("REQUESTS_PER_SECOND", "50").limits().requestsPerSecond()).isEqualTo(50);
    assertThat(limited("BANDWIDTH", "640k").limits().bandwidth().lowest()).isEqualTo(655_360);
  }

  private static ReplicatorConfig limited(String name, String value) {
    Map<String, String> variables = new HashMap<>(REQUIRED);
    variables.put(name, value);
    return ReplicatorConfig.of(new Environment(variables));
  }

  @Test
  void takesTheStandbyFromTheEnvironmentForLocalUse() {
    Map<String, String> local = new HashMap<>(REQUIRED);
    local.remove("STANDBY_SECRET_ID");
    local.put("STANDBY_ENDPOINT", "http://127.0.0.1:9001");
    local.put("STANDBY_ACCESS_KEY", "AK");
    local.put("STANDBY_SECRET_KEY", "SK");

    assertThat(
            ReplicatorConfig.of(new Environment(local))
                .deployment()
                .standbySecret()
                .get()
                .accessKey())
        .isEqualTo("AK");
  }

  @Test
  void reportsAllThatIsMissingOrWrongAtOnce() {
    Map<String, String> wrong =
        Map.of(
            "PARALLEL_KEYS", "0",
            "PART_SIZE_MIB", "4",
            "PARK_AFTER_RECEIVES", "101",
            "PROMOTED", "yes",
            "REPLICATE_PREFIXES", "site/,/media",
            "SQS_ENDPOINT", "localhost");

    assertThatThrownBy(() -> ReplicatorConfig.of(new Environment(wrong)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "AWS_REGION is missing",
            "PRIMARY_BUCKET is missing",
            "STANDBY_BUCKET is missing",
            "STANDBY_SECRET_ID is missing",
            "CHANGES_QUEUE_URL is missing",
            "DEAD_LETTER_QUEUE_URL is missing",
            "PARALLEL_KEYS",
            "PARK_AFTER_RECEIVES",
            "PART_SIZE_MIB",
            "PROMOTED is \"yes\" but must be true or false",
            "the prefix \"/media\" is not usable",
            "SQS_ENDPOINT");
  }

  @Test
  void isWhatTheReadmeSays() {
    Environment environment = new Environment(REQUIRED);
    ReplicatorConfig.of(environment);

    VariableTables.assertDocumented(environment.asked(), VariableTables.COMMON);
  }
}
