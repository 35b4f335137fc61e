package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Your own standby, which lacks something: the stack starts, and says what is missing. */
class LesserStandbyTest {
  private static final Set<String> VERSIONING =
      Set.of("GetBucketVersioning", "PutBucketVersioning");

  private final List<String> announced = new ArrayList<>();

  @Test
  void startsWithoutVersioning() {
    try (S3Endpoint endpoint = refusing(VERSIONING, 501, "NotImplemented")) {
      assertReplicates(variables(endpoint));
    }

    assertThat(announced)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Missing: bucket standby has no versioning, so a late write can be")
                    .endsWith("(the server answers 501 NotImplemented)"));
  }

  @Test
  void startsWhereNoPolicyMayBeSet() {
    try (S3Endpoint endpoint = refusing(Set.of("PutBucketPolicy"), 403, "AccessDenied")) {
      assertReplicates(variables(endpoint));
    }

    assertThat(announced)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Missing: no policy for anonymous reads of bucket standby could be")
                    .endsWith("(the server answers 403 AccessDenied)"));
  }

  @Test
  void stillStopsAtABrokenServer() {
    try (S3Endpoint endpoint = refusing(VERSIONING, 500, "InternalError")) {
      assertThatThrownBy(() -> assertReplicates(variables(endpoint)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("STANDBY_ENDPOINT");
    }
  }

  @Test
  void trustsAPrivateAuthority(@TempDir Path folder) {
    TestAuthority authority = new TestAuthority(folder);
    try (S3Endpoint endpoint =
        S3Endpoint.builder()
            .quirks(Quirks.MINIO)
            .credentials("ak", "sk")
            .tls(authority.server("127.0.0.1").serverContext(), false)
            .start()) {
      Map<String, String> variables = variables(endpoint);
      variables.put("STANDBY_CA_PEM", authority.caPem());

      assertReplicates(variables);
    }
  }

  @Test
  void refusesPlainHttpToAnotherMachineUnlessAllowed() {
    Map<String, String> variables = new HashMap<>();
    variables.put("STANDBY_ENDPOINT", "http://standby.example:9000");
    variables.put("STANDBY_ACCESS_KEY", "ak");
    variables.put("STANDBY_SECRET_KEY", "sk");

    assertThatThrownBy(() -> StackConfig.of(new Environment(variables)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("http://standby.example:9000", "STANDBY_ALLOW_HTTP=true");

    variables.put("STANDBY_ALLOW_HTTP", "true");
    variables.put("STANDBY_REGION", "garage");
    StackConfig config = StackConfig.of(new Environment(variables));
    assertThat(config.standbyRegion()).isEqualTo("garage");
  }

  private static S3Endpoint refusing(Set<String> operations, int status, String code) {
    return S3Endpoint.builder()
        .quirks(Quirks.MINIO)
        .credentials("ak", "sk")
        .faults(
            (operation, bucket, key) ->
                operations.contains(operation) ? new Fault.Refuse(status, code) : Fault.NONE)
        .start();
  }

  private static Map<String, String> variables(S3Endpoint endpoint) {
    Map<String, String> variables = new HashMap<>();
    variables.put("STANDBY_ENDPOINT", endpoint.uri().toString());
    variables.put("STANDBY_ACCESS_KEY", "ak");
    variables.put("STANDBY_SECRET_KEY", "sk");
    return variables;
  }

  private void assertReplicates(Map<String, String> variables) {
    StackConfig config = StackConfig.of(new Environment(variables));
    try (Stack stack = Stack.start(config, StackTimings.brisk(), announced::add);
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      writer.write(
          "a", ObjectContent.of("x"), new ObjectHeaders("text/plain", "no-cache", Map.of()));

      assertThat(stack.awaitQuiet(Duration.ofSeconds(30), backlog -> {})).isTrue();
      assertThat(standby.keys()).contains("a");
      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
    }
  }
}
