package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Both drills, with an emulated edge and a stand-in for Cloudflare's API. */
class DrillCommandTest {
  private static final Path COPY = Path.of("understudy-drill-assets-policy.json");

  private static DrillRig rig;

  private final Map<String, String> variables = new TreeMap<>(rig.variables());

  @BeforeAll
  static void start() {
    rig = new DrillRig();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @AfterEach
  void everythingIsRestored() {
    assertThat(rig.policy()).isEqualTo(DrillRig.POLICY);
    assertThat(rig.isEnabled()).isTrue();
    assertThat(COPY).doesNotExist();
    rig.changes().clear();
    rig.awaitServing("primary");
  }

  private StackFixture.Ran steering(String... more) {
    return drill(List.of("steering", "--pool=p"), more);
  }

  private StackFixture.Ran detection(String... more) {
    return drill(List.of("detection"), more);
  }

  private StackFixture.Ran drill(List<String> kind, String... more) {
    List<String> all = new ArrayList<>(List.of("drill"));
    all.addAll(kind);
    all.addAll(List.of("--account=acc", "--standby=s", "--json"));
    all.addAll(List.of(more));
    StackFixture.Ran ran = StackFixture.run(variables, all.toArray(String[]::new));
    assertThat(ran.out() + ran.err()).doesNotContain(DrillRig.TOKEN, DrillRig.SECRET);
    return ran;
  }

  @Test
  void steeringMeasuresAndEnablesThePoolAgain() {
    StackFixture.Ran ran = steering("--yes", "--worst=60");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json())
        .containsKeys("rtoSeconds", "failbackSeconds")
        .containsEntry("drill", "steering")
        .containsEntry("failedRequests", 0)
        .containsEntry("worstSeconds", 60)
        .containsEntry("restored", true)
        .containsEntry("passed", true);
    assertThat(rig.changes()).containsExactly("p false", "p true");
    assertThat(ran.err()).contains(" s  standby", "restore by hand: curl", "$CLOUDFLARE_API_TOKEN");
  }

  @Test
  void detectionHidesTheHealthObjectAndRestoresThePolicyAsItWas() {
    StackFixture.Ran ran = detection("--yes");

    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json())
        .containsKeys("rtoSeconds", "failbackSeconds")
        .containsEntry("restored", true);
    assertThat(ran.err())
        .contains("primary", "standby", "aws s3api put-bucket-policy --bucket assets");
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void aLongerRtoThanTheWorstCaseFailsTheDrill() {
    rig.failoverMillis = 2_200;
    StackFixture.Ran ran = steering("--yes", "--worst=1");
    rig.failoverMillis = 0;

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json()).containsEntry("passed", false).containsEntry("restored", true);
    assertThat(ran.out()).containsPattern("the RTO of \\d s exceeds the worst case of 1 s");
  }

  @Test
  void aDrillWithoutAFailoverFailsAndRestores() {
    rig.follows = false;
    StackFixture.Ran never = steering("--yes", "--limit=1");
    rig.follows = true;

    assertThat(never.code()).isEqualTo(ExitCode.FINDING);
    assertThat(never.json())
        .containsEntry("passed", false)
        .containsEntry("reason", "the standby does not serve within the limit")
        .containsEntry("restored", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"steering", "detection"})
  void aDryRunChecksAndChangesNothing(String kind) {
    StackFixture.Ran ran = kind.equals("steering") ? steering("--dry-run") : detection("--dry-run");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).containsEntry("drill", kind).containsKey("would");
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void needsAConfirmation() {
    StackFixture.Ran ran = steering();

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("disables the pool p", "--yes");
    assertThat(rig.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"A\":{\"healthy\":true},\"B\":{\"healthy\":false}}",
        "{\"A\":{\"healthy\":false},\"B\":{\"healthy\":\"true\"},\"C\":{\"healthy\":true}}",
        "{}",
        "null"
      })
  void noDrillWithoutAHealthyStandby(String seen) {
    String before = rig.health;
    rig.health = seen;
    StackFixture.Ran ran = steering("--yes");
    rig.health = before;

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("no drill without a healthy standby");
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void noDrillDuringAnOutage() {
    variables.put("PUBLIC_URL", rig.cloudflare().toString());

    StackFixture.Ran ran = detection("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("no drill during an outage", "/.origin/id.txt");
  }

  @Test
  void noSteeringWithAPoolThatIsDisabledAlready() {
    rig.disablePool();
    StackFixture.Ran ran = steering("--yes");
    rig.enablePool();

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("disabled already");
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void noDetectionOverWhatAnEarlierDrillLeft() {
    String left = DrillRig.POLICY.replace("PublicRead", "UnderstudyDrill");
    try (S3Client s3 = rig.primary()) {
      s3.putBucketPolicy(r -> r.bucket(DrillRig.BUCKET).policy(left));
      StackFixture.Ran ran = detection("--yes");

      assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("still contains the statement UnderstudyDrill");
      assertThat(rig.policy()).isEqualTo(left);
      s3.putBucketPolicy(r -> r.bucket(DrillRig.BUCKET).policy(DrillRig.POLICY));
    }
  }

  @Test
  void noDetectionOfABucketWithoutAPolicy() {
    rig.primaryServer().createBucket("private", false);

    StackFixture.Ran ran = detection("--yes", "--bucket=private");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("private has no policy");
  }

  @Test
  void namesWhatCloudflareRejects() {
    variables.put("CLOUDFLARE_API_TOKEN", "of-somebody-else");

    StackFixture.Ran ran = steering("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err())
        .contains("status 403 (Authentication error)", "account acc")
        .doesNotContain("of-somebody-else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLOUDFLARE_API_TOKEN||CLOUDFLARE_API_TOKEN is not set",
        "CLOUDFLARE_API_TOKEN|broken token|has a character that no token has",
        "CLOUDFLARE_ENDPOINT|http://api.example.org|must use https",
        "PUBLIC_URL|http://assets.example.org|--url must look like https://host",
        "PUBLIC_URL|none|--url is missing"
      })
  void rejectsVariablesThatAreMissingOrWrong(String name, String value, String message) {
    variables.put(name, value == null ? "" : value);

    StackFixture.Ran ran = detection("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(message).doesNotContain("broken");
  }

  @ParameterizedTest
  @CsvSource({
    "--pool=s, must be the primary's pool",
    "--pool=../s, which is no id",
    "--limit=0, must be at least 1",
    "--worst=0, must be at least 1",
    "--url=http://assets.example.org, must look like https",
    "--set=CLOUDFLARE_API_TOKEN=token, would show a secret"
  })
  void rejectsOptionsThatAreWrong(String option, String message) {
    List<String> kind =
        new ArrayList<>(
            option.startsWith("--pool") ? List.of("steering") : List.of("steering", "--pool=p"));
    StackFixture.Ran ran = drill(kind, "--yes", option);

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(message);
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void needsTheIdsOfTheAccountAndThePools() {
    StackFixture.Ran ran = StackFixture.run(variables, "drill", "steering", "--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("--account=ID", "--standby=ID", "--pool=ID");
  }
}
