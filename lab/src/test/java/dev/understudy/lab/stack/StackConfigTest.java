package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackConfigTest {
  private static final Map<String, String> ALL_REAL =
      Map.of(
          "AWS_ACCESS_KEY_ID", "AKIA",
          "AWS_SECRET_ACCESS_KEY", "secret",
          "AWS_REGION", "eu-central-1",
          "PRIMARY_ENDPOINT", "https://s3.eu-central-1.amazonaws.com",
          "PRIMARY_BUCKET", "site",
          "SQS_ENDPOINT", "https://sqs.eu-central-1.amazonaws.com",
          "STANDBY_ENDPOINT", "https://standby.example:9443",
          "STANDBY_ACCESS_KEY", "replicator",
          "STANDBY_SECRET_KEY", "hidden",
          "STANDBY_BUCKET", "site-standby");

  @Test
  void isAllEmbeddedOnFreePortsUnlessToldOtherwise() {
    StackConfig config = of(Map.of());

    assertThat(config).isEqualTo(StackConfig.embedded());
    assertThat(config.primaryEndpoint()).isEmpty();
    assertThat(config.standbyEndpoint()).isEmpty();
    assertThat(config.sqsEndpoint()).isEmpty();
    assertThat(config.primaryBucket()).isEqualTo("primary");
    assertThat(config.standbyBucket()).isEqualTo("standby");
    assertThat(config.region()).isEqualTo("us-east-1");
    assertThat(config.portBase()).isZero();
  }

  @Test
  void takesRealServersWithTheirKeysAndBuckets() {
    StackConfig config = of(ALL_REAL);

    assertThat(config.primaryEndpoint())
        .contains(URI.create("https://s3.eu-central-1.amazonaws.com"));
    assertThat(config.sqsEndpoint()).contains(URI.create("https://sqs.eu-central-1.amazonaws.com"));
    assertThat(config.standbyEndpoint()).contains(URI.create("https://standby.example:9443"));
    assertThat(config.awsKeys()).isEqualTo(AccessKeys.of("AKIA", "secret"));
    assertThat(config.standbyKeys()).isEqualTo(AccessKeys.of("replicator", "hidden"));
    assertThat(config.region()).isEqualTo("eu-central-1");
    assertThat(config.primaryBucket()).isEqualTo("site");
    assertThat(config.standbyBucket()).isEqualTo("site-standby");
  }

  @Test
  void leavesTheUsersOwnAwsKeysAloneWhereNothingOfAwsIsUsed() {
    StackConfig config = of(Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "secret"));

    assertThat(config.awsKeys().accessKey()).isEqualTo("primary-access");
    assertThat(config.awsKeys()).isEqualTo(StackConfig.embedded().awsKeys());
  }

  @Test
  void wantsARealQueueForARealPrimary() {
    assertThatThrownBy(
            () ->
                of(
                    Map.of(
                        "PRIMARY_ENDPOINT", "http://127.0.0.1:4566",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SQS_ENDPOINT is missing")
        .hasMessageContaining("set both variables or neither");
  }

  @Test
  void namesEverythingThatIsMissingOrWrongAtOnce() {
    assertThatThrownBy(
            () ->
                of(
                    Map.of(
                        "SQS_ENDPOINT", "http://127.0.0.1:4566",
                        "STANDBY_ENDPOINT", "127.0.0.1:9000",
                        "STANDBY_ACCESS_KEY", "minio",
                        "PORT_BASE", "65535")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID is missing")
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY is missing")
        .hasMessageContaining("STANDBY_ENDPOINT is \"127.0.0.1:9000\"")
        .hasMessageContaining("PORT_BASE is \"65535\" but must be a whole number from 0 to 65531");
  }

  @Test
  void givesAFurtherStandbyABucketAndKeysOfItsOwn() {
    StackConfig first = of(Map.of("STANDBYS", "2", "STANDBY_BUCKET", "mine"));

    StackConfig second = first.further(new StandbyName(2));

    assertThat(first.standbys()).isEqualTo(2);
    assertThat(second.standbyBucket()).isEqualTo("standby-2");
    assertThat(second.standbyKeys())
        .isEqualTo(AccessKeys.of("standby-2-access", "standby-2-secret"));
    assertThat(second.primaryBucket()).isEqualTo(first.primaryBucket());
  }

  @Test
  void refusesMoreStandbysThanItCanRun() {
    assertThatThrownBy(() -> of(Map.of("STANDBYS", "4")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("STANDBYS is \"4\" but must be a whole number from 1 to 3");
    Map<String, String> real = new HashMap<>(ALL_REAL);
    real.put("STANDBYS", "2");
    assertThatThrownBy(() -> of(real))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("STANDBYS is 2", "PRIMARY_ENDPOINT", "set STANDBYS=1");
  }

  @Test
  void showsNoSecretAsText() {
    assertThat(of(ALL_REAL).toString()).contains("AKIA").doesNotContain("hidden", "secret");
  }

  private static StackConfig of(Map<String, String> variables) {
    return StackConfig.of(new Environment(variables));
  }
}
