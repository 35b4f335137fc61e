package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of a standby alone, named by variables. */
class DoctorOfAStandbyTest {
  private static final String BUCKET = "standby";

  @TempDir private static Path folder;

  private static TestAuthority authority;

  @BeforeAll
  static void createAuthority() {
    authority = new TestAuthority(folder);
  }

  @Test
  void namesTheLevelOfAStoreWithoutStamps() {
    StackFixture.Ran ran = doctor(standby().quirks(Quirks.S3), false, Map.of());

    assertThat(ran.json()).as(ran.out()).containsEntry("level", "L1d T");
    assertThat(ran.out()).contains("PUT is not ordered by the time that it carries");
    assertThat(DoctorCommandTest.results(ran))
        .containsEntry("standby dialect", "finding")
        .containsEntry("standby versioning", "finding")
        .containsEntry("standby old versions", "left out")
        .containsEntry("primary and queues", "left out");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
  }

  @Test
  void namesTheLevelOfAnUnversionedBucketThatIgnoresConditionsOnDelete() {
    StackFixture.Ran ran = doctor(standby().quirks(Quirks.MINIO), false, Map.of());

    assertThat(ran.json().get("level")).asString().startsWith("L1 ");
    assertThat(ran.out()).contains("DELETE ignores If-Match");
  }

  @Test
  void namesTheLevelOfAUserWithoutTheRightToReplicate() {
    S3Endpoint.Builder server =
        S3Endpoint.builder().quirks(Quirks.MARKER_MINIO).plainWriter("ak", "sk");

    assertThat(doctor(server, true, Map.of()).json().get("level")).asString().startsWith("L1 ");
  }

  @Test
  void findsAPermissionThatIsMissing() {
    StackFixture.Ran ran =
        doctor(
            standby()
                .quirks(Quirks.MINIO)
                .faults(
                    (operation, bucket, key) ->
                        operation.equals("DeleteObject")
                            ? Fault.refuse(403, "AccessDenied")
                            : Fault.NONE),
            true,
            Map.of());

    assertThat(DoctorCommandTest.results(ran))
        .containsEntry("standby write", "finding")
        .containsEntry("standby old versions", "ok");
    assertThat(ran.out()).contains("Allow s3:PutObject and s3:DeleteObject");
  }

  @Test
  void readsTheCertificateOfAStandby() {
    StackFixture.Ran ran = doctor(withTls(authority.server("127.0.0.1")), true, trusting());

    assertThat(DoctorCommandTest.results(ran)).containsEntry("standby certificate", "ok");
    assertThat(ran.out()).containsPattern("days left: \\d+");
  }

  @Test
  void findsACertificateThatHasExpired() {
    StackFixture.Ran ran = doctor(withTls(authority.expiredServer("127.0.0.1")), true, trusting());

    assertThat(DoctorCommandTest.results(ran))
        .containsEntry("standby certificate", "finding")
        .containsEntry("standby", "left out");
    assertThat(ran.out()).contains("expired; the chain is not accepted");
    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void findsACertificateThatTheSecretDoesNotTrust() {
    StackFixture.Ran ran = doctor(withTls(authority.server("127.0.0.1")), true, Map.of());

    assertThat(DoctorCommandTest.results(ran)).containsEntry("standby certificate", "finding");
    assertThat(ran.out()).contains("the chain is not accepted");
  }

  @Test
  void aStandbyThatCannotBeReachedIsUnknown() {
    StackFixture.Ran ran = doctor("http://127.0.0.1:1", Map.of());

    assertThat(DoctorCommandTest.results(ran))
        .containsEntry("standby clock", "unknown")
        .containsEntry("standby", "left out");
    assertThat(ran.json()).containsEntry("level", "unknown");
    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void namesEveryVariableOfAStandbyThatIsMissing() {
    StackFixture.Ran ran = StackFixture.run(Map.of(), "doctor");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("STANDBY_BUCKET is missing", "STANDBY_ENDPOINT");
  }

  private static S3Endpoint.Builder standby() {
    return S3Endpoint.builder().credentials("ak", "sk");
  }

  private static S3Endpoint.Builder withTls(TestAuthority.Identity identity) {
    return standby().quirks(Quirks.MINIO).tls(identity.serverContext(), false);
  }

  private static Map<String, String> trusting() {
    return Map.of("STANDBY_CA_PEM", authority.caPem());
  }

  private static StackFixture.Ran doctor(
      S3Endpoint.Builder settings, boolean versioned, Map<String, String> more) {
    try (S3Endpoint server = settings.start()) {
      server.createBucket(BUCKET, versioned);
      return doctor(server.uri().toString(), more);
    }
  }

  private static StackFixture.Ran doctor(String endpoint, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("STANDBY_ENDPOINT", endpoint);
    variables.put("STANDBY_ACCESS_KEY", "ak");
    variables.put("STANDBY_SECRET_KEY", "sk");
    variables.put("STANDBY_BUCKET", BUCKET);
    return StackFixture.run(variables, "doctor", "--json");
  }
}
