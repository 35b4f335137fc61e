package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.repository.StandIns.Ended;
import dev.understudy.testkit.sam.TemplateYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * scripts/deploy in a copy of the project, with stand-ins for sam and aws that fail on any call
 * that they do not know. The stand-in for sam publishes what it was given.
 */
class DeployScriptTest {
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "ReplicatorFunction", "replicator",
          "HealthProbeFunction", "health-probe",
          "ReconcilerFunction", "reconciler");

  private final Map<String, Object> template = TemplateYaml.read();

  @TempDir Path folder;

  private StandIns scripts;
  private Path script;

  @BeforeEach
  void standIns() throws Exception {
    scripts = StandIns.in(folder, Map.of());
    scripts.python();
    Path project = Files.createDirectories(folder.resolve("project/scripts")).getParent();
    script = project.resolve("scripts/deploy");
    Files.copy(ProjectFiles.ROOT.resolve("scripts/deploy"), script);
    for (String file : List.of("template.yaml", "samconfig.toml")) {
      Files.copy(ProjectFiles.ROOT.resolve(file), project.resolve(file));
    }
    scripts.write("code", "first");
    scripts.program(
        "sam",
        """
        [ "$PWD" = "$state/project" ] || exit 8
        command=$1; shift
        case $command in
          build)
            [ $# = 0 ] || exit 9
            printf %s "$ARCHITECTURE" >"$state/architecture"
            mkdir -p .aws-sam/build/ReplicatorFunction/lib
            cp "$state/code" .aws-sam/build/ReplicatorFunction/lib/replicator.jar ;;
          deploy)
            [ "$1 $2" = "--config-env dev" ] || exit 9
            shift 2
            [ "$1" != --stack-name ] || { printf '%s ' "$1" "$2" "$3" "$4" >"$state/place"; shift 4; }
            if [ "$1" = --no-confirm-changeset ]; then shift; fi
            [ "$1" = --parameter-overrides ] || exit 9
            shift
            : >"$state/given"
            for one; do
              case $one in [A-Z]*=\\"*\\") printf '%s\\n' "$one" | sed 's/="/=/; s/"$//' >>"$state/given" ;; *) exit 9 ;; esac
            done
            sed -n 's/^Release=//p' "$state/given" | tr -d '\\n' >"$state/release" ;;
          *) exit 9 ;;
        esac
        """);
    scripts.write("release", "");
    scripts.program(
        "aws",
        """
        function live() { sed "s/RELEASE/$(cat "$state/release")/" "$state/$1"; }
        case "$*" in
          "cloudformation describe-stacks --stack-name understudy-dev"*" --output json")
            if [ -e "$state/stack" ]; then cat "$state/stack"; else echo "Stack with id understudy-dev does not exist" >&2; exit 254; fi ;;
          "ssm get-parameters --names "*" --output json")
            shift 3
            [ $# -le 12 ] || exit 9
            rows=''
            for name; do
              case $name in /*) rows="$rows{\\"Name\\":\\"$name\\",\\"Value\\":\\"${stored:-stored}-${name##*/}\\"}," ;; esac
            done
            echo "{\\"Parameters\\":[${rows%,}],\\"InvalidParameters\\":[${missing:-}]}" ;;
          "lambda get-function-configuration --function-name understudy-dev-"*" --output json")
            name=${4#understudy-dev-}; live "$(basename "${name#nyc-}" :live)" ;;
          *) exit 9 ;;
        esac
        """);
    publish(Map.of());
  }

  /** What the functions run with, as the YAML parser of the tests reads the template. */
  private void publish(Map<String, String> changes) throws IOException {
    for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
      Map<String, Object> variables = new TreeMap<>();
      TemplateYaml.map(
              TemplateYaml.functionProperties(template, function.getKey()),
              "Environment",
              "Variables")
          .forEach((name, value) -> variables.put(name, value(value, changes)));
      Map<String, Object> configuration =
          Map.of(
              "Version", "7",
              "Description", "Does something. RELEASE",
              "Environment", Map.of("Variables", variables));
      scripts.write(function.getValue(), new JsonMapper().writeValueAsString(configuration));
    }
  }

  private String value(Object written, Map<String, String> changes) {
    if (!(written instanceof Map<?, ?> reference)) {
      return String.valueOf(written);
    }
    String name = String.valueOf(reference.get("!Ref"));
    Map<String, Object> parameter = TemplateYaml.map(template, "Parameters", name);
    if (changes.containsKey(name)) {
      return changes.get(name);
    }
    String standard = String.valueOf(parameter.get("Default"));
    return standard.startsWith("/understudy/")
        ? "stored" + standard.substring(standard.lastIndexOf('/')).replace('/', '-')
        : standard;
  }

  private Ended deploy(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("dev"));
    all.addAll(List.of(arguments));
    return scripts.run(script.toString(), all.toArray(String[]::new));
  }

  private String releaseOf(String... arguments) throws Exception {
    deploy(arguments);
    return scripts.file("release");
  }

  @Test
  void buildsDeploysAndComparesWhatRuns() throws Exception {
    Ended ended = deploy();

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(scripts.file("release")).matches("[0-9a-f]{16}");
    assertThat(ended.printed())
        .contains("replicator:live is version 7: it runs with the settings asked for")
        .contains("understudy-dev is live: release " + scripts.file("release"));
    assertThat(scripts.file("given"))
        .contains("PrimaryBucket=/understudy/dev/primary-bucket\n", "Deployment=AllAtOnce\n");
    assertThat(scripts.file("calls").lines().filter(call -> call.startsWith("sam ")))
        .first()
        .isEqualTo("sam build");
    assertThat(scripts.file("architecture")).isEqualTo("arm64");
  }

  @Test
  void givesTheSameReleaseForTheSameAndAnotherForEachChange() throws Exception {
    String first = releaseOf();

    assertThat(releaseOf("--no-confirm")).isEqualTo(first);
    assertThat(releaseOf("--republish")).as("after a rollback").isNotEqualTo(first);
    assertThat(releaseOf("ParallelKeys=2")).as("another parameter").isNotEqualTo(first);
    scripts.write("code", "second");
    assertThat(releaseOf()).as("other code").isNotEqualTo(first);
    scripts.write("code", "first");
    scripts = new StandIns(folder, Map.of("stored", "moved"));
    assertThat(releaseOf()).as("another value in the Parameter Store").isNotEqualTo(first);
  }

  @Test
  void saysWhichSettingDidNotArrive() throws Exception {
    Ended ended = deploy("ParallelKeys=2");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed())
        .contains("PARALLEL_KEYS is \"10\", asked for \"2\"")
        .contains("replicator of understudy-dev: not what was asked for");

    publish(Map.of("ParallelKeys", "2"));
    assertThat(deploy("ParallelKeys=2").status()).isZero();
  }

  /** A value from an earlier deployment stays, and counts for the release and the comparison. */
  @Test
  void keepsParametersOfTheDeployedStack() throws Exception {
    String before = releaseOf();
    scripts.write(
        "stack",
        "{\"Stacks\":[{\"Parameters\":[{\"ParameterKey\":\"BrakeKeys\",\"ParameterValue\":\"5\"},"
            + "{\"ParameterKey\":\"Gone\",\"ParameterValue\":\"x\"}]}]}");
    publish(Map.of("BrakeKeys", "5"));

    Ended ended = deploy();

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(scripts.file("release")).isNotEqualTo(before);
    assertThat(scripts.file("given")).doesNotContain("BrakeKeys");
    assertThat(deploy("--check").printed()).contains("unknown, as it was deployed without");
  }

  @Test
  void refusesAnEnvironmentThatLambdaWouldRefuse() throws Exception {
    String prefixes = "site/".repeat(720);

    Ended ended = deploy("ReplicatePrefixes=" + prefixes);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed())
        .containsPattern("environment of replicator has \\d+ bytes, but Lambda allows 4096")
        .contains("REPLICATE_PREFIXES (3600)");
    assertThat(scripts.file("calls")).doesNotContain("sam ");
  }

  @ParameterizedTest
  @CsvSource({
    "Nonsense=1, not a parameter that can be given: Nonsense",
    "Release=00, not a parameter that can be given: Release",
    "--force, unknown argument: --force",
    "Promoted, usage: scripts/deploy"
  })
  void refusesWhatItDoesNotKnow(String argument, String message) throws Exception {
    Ended ended = deploy(argument);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.printed()).contains(message);
    assertThat(scripts.file("calls")).doesNotContain("sam ");
  }

  @Test
  void namesWhatTheParameterStoreDoesNotContain() throws Exception {
    scripts = new StandIns(folder, Map.of("missing", "\"/understudy/dev/public-url\""));

    Ended ended = deploy();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains("does not contain /understudy/dev/public-url");
  }

  @Test
  void deploysTheStackOfAFurtherStandbyBesideTheFirst() throws Exception {
    publish(Map.of("MetricNamespace", "Understudy/nyc"));

    Ended ended = deploy("--standby", "nyc", "PrimaryBucket=/understudy/dev/nyc/primary-bucket");

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(ended.printed()).contains("understudy-dev-nyc is live: release ");
    assertThat(scripts.file("place"))
        .isEqualTo("--stack-name understudy-dev-nyc --s3-prefix understudy-dev-nyc ");
    assertThat(scripts.file("given"))
        .contains(
            "ChangesQueueArn=/understudy/dev/nyc/changes-queue-arn\n",
            "MetricNamespace=Understudy/nyc\n")
        .doesNotContain("=/understudy/dev/c", "=/understudy/dev/p");
  }

  /** Otherwise the functions of one standby would replicate to another, and leave its own. */
  @ParameterizedTest
  @CsvSource({
    "standby, /understudy/dev/nyc/",
    "nyc, /understudy/dev/",
    "nyc, /understudy/dev/ams/"
  })
  void refusesTheParametersOfAnotherStandby(String standby, String folder) throws Exception {
    Ended ended = deploy("--standby", standby, "StandbySecretArn=" + folder + "standby-secret-arn");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed())
        .contains("StandbySecretArn is " + folder, "does not belong to the standby");
    assertThat(scripts.file("calls")).doesNotContain("sam ");
  }

  @Test
  void refusesANameThatIsNone() throws Exception {
    assertThat(deploy("--standby").printed()).contains("--standby must be followed by the name");
    assertThat(deploy("--standby", "../prod").status()).isEqualTo(1);
  }

  @Test
  void onlyPrintsInADryRun() throws Exception {
    Ended ended = deploy("--dry-run", "PageHttpsEndpoint=https://pager.test/key-canary");

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(ended.printed()).contains("PrimaryBucket=stored-").doesNotContain("key-canary");
    assertThat(scripts.file("calls")).doesNotContain("sam ", "lambda");
  }
}
