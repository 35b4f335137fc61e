package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.json.JsonTree;
import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.real.RealServer;
import dev.understudy.emulators.real.RealStandby;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The doctor finds the level that docs/standbys.md states for each server. */
class DoctorIT {
  private static final String BUCKET = RealStandby.BUCKET;

  @TempDir private static Path folder;

  private static TestAuthority authority;

  @BeforeAll
  static void createAuthority() {
    authority = new TestAuthority(folder);
  }

  /** The servers that the document names. */
  enum Server {
    MINIO("MinIO"),
    MARKER_MINIO("MinIO that requires the marker"),
    VERSITYGW("versitygw, unversioned, https"),
    SEAWEEDFS("SeaweedFS, unversioned");

    private final String row;

    Server(String row) {
      this.row = row;
    }

    boolean isMinio() {
      return this == MINIO || this == MARKER_MINIO;
    }

    private RealServer start() {
      return switch (this) {
        case MINIO -> RealMinio.start();
        case MARKER_MINIO -> RealMinio.startMarker();
        case VERSITYGW -> RealStandby.startVersitygw(authority);
        case SEAWEEDFS -> RealStandby.startSeaweedFs();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheLevelOfTheDocument(Server kind) throws IOException {
    try (RealServer server = LeftOut.ifMissing(kind::start)) {
      if (kind.isMinio()) {
        createVersionedBucket(server);
      }

      StackFixture.Ran ran = StackFixture.run(variables(server), "doctor", "--json");

      assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.FINDING);
      assertThat(ran.json()).containsEntry("level", levelOf(kind.row));
      assertThat(ran.out())
          .contains(kind.isMinio() ? "accepted with a wrong signature" : "rejected");
    }
  }

  @Test
  void namesTheEncryptionOfTheBucket() {
    try (RealServer server = LeftOut.ifMissing(RealMinio::startWithKey)) {
      createVersionedBucket(server);
      try (S3Client s3 = client(server)) {
        ServerSideEncryptionRule rule =
            ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                    byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
                .build();
        s3.putBucketEncryption(
            r -> r.bucket(BUCKET).serverSideEncryptionConfiguration(c -> c.rules(rule)));
      }

      StackFixture.Ran ran = StackFixture.run(variables(server), "doctor");

      assertThat(ran.out()).containsPattern("standby encryption +ok .*AES256");
    }
  }

  /** The droplet's nginx in front of MinIO, with the key and the secret of the replicator. */
  @Test
  void findsNothingToDoOnTheDroplet() throws IOException {
    try (RealDroplet droplet = LeftOut.ifMissing(RealDroplet::start)) {
      Map<String, String> variables = new HashMap<>();
      JsonTree.object(droplet.secretJson())
          .orElseThrow()
          .forEach((field, value) -> variables.put(variable(field), String.valueOf(value)));
      variables.put("STANDBY_BUCKET", "assets");

      StackFixture.Ran ran = StackFixture.run(variables, "doctor", "--json");

      assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.OK);
      assertThat(ran.json()).containsEntry("level", levelOf("MinIO"));
      assertThat(ran.out()).contains("rejected").doesNotContain("accepted with a wrong signature");
    }
  }

  /** The variable that has a field of the secret, such as STANDBY_CA_PEM for caPem. */
  private static String variable(String field) {
    return "STANDBY_" + field.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static void createVersionedBucket(RealServer server) {
    try (S3Client s3 = client(server)) {
      s3.createBucket(r -> r.bucket(BUCKET));
      s3.putBucketVersioning(
          r ->
              r.bucket(BUCKET)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  private static S3Client client(RealServer server) {
    return Clients.standby(
        new StandbySecret(
            server.endpoint(), RealMinio.accessKey(), RealMinio.secretKey(), TlsMaterial.NONE));
  }

  private static Map<String, String> variables(RealServer server) {
    Map<String, String> variables = new HashMap<>();
    variables.put("STANDBY_ENDPOINT", server.endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", RealMinio.accessKey());
    variables.put("STANDBY_SECRET_KEY", RealMinio.secretKey());
    variables.put("STANDBY_BUCKET", BUCKET);
    if (server.endpoint().getScheme().equals("https")) {
      variables.put("STANDBY_CA_PEM", authority.caPem());
    }
    return variables;
  }

  private static String levelOf(String server) throws IOException {
    Path document = Path.of(System.getProperty("understudy.root"), "docs/standbys.md");
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("| %s |".formatted(server)))
        .map(line -> line.split("\\|")[3].strip())
        .findFirst()
        .orElseThrow();
  }
}
