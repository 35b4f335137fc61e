package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.StandIns.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/promote in an empty shell, with a stand-in for aws that fails on any other call. */
class PromoteScriptTest {
  @TempDir Path folder;

  private StandIns scripts;

  @BeforeEach
  void standIns() throws IOException {
    scripts = StandIns.in(folder, Map.of("UNDERSTUDY_STACK", ""));
    scripts.write(
        "parameters",
        """
        PrimaryBucket\t/understudy/prod/primary-bucket
        Promoted\tfalse
        PageHttpsEndpoint\t****
        Deployment\tCanary10Percent5Minutes
        Release\t0123456789abcdef
        """);
    scripts.write("promoted", "");
    scripts.program(
        "aws",
        """
        case "$*" in
          "cloudformation describe-stacks --stack-name understudy-prod --output text --query Stacks[0].Parameters[].[ParameterKey,ParameterValue]")
            cat "$state/parameters" ;;
          "cloudformation update-stack --stack-name understudy-prod --use-previous-template --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --parameters "*" --query StackId --output text")
            [ ! -e "$state/refuse" ] || exit 254
            shift 8
            for one; do case $one in
              ParameterKey=Promoted,ParameterValue=*) printf %s "${one##*=}" >"$state/promoted" ;;
              ParameterKey=*) echo "${one#ParameterKey=}" >>"$state/given" ;;
            esac; done ;;
          "cloudformation wait stack-update-complete --stack-name understudy-prod") ;;
          "lambda get-function-configuration --function-name understudy-prod-"*":live --query Environment.Variables.PROMOTED --output text")
            cat "$state/${runs:-promoted}" ;;
          *) exit 9 ;;
        esac
        """);
  }

  private Ended promote(String... arguments) throws Exception {
    return scripts.run("promote", arguments);
  }

  @Test
  void changesNothingButThePromotionAndPublishesAtOnce() throws Exception {
    Ended ended = promote("--stack", "understudy-prod");

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(scripts.file("promoted")).isEqualTo("true");
    assertThat(scripts.file("given").lines())
        .contains(
            "PrimaryBucket,UsePreviousValue=true",
            "PageHttpsEndpoint,UsePreviousValue=true",
            "Deployment,ParameterValue=AllAtOnce")
        .filteredOn(line -> line.startsWith("Release,"))
        .singleElement()
        .satisfies(line -> assertThat(line).matches("Release,ParameterValue=[0-9a-f]{16}"))
        .isNotEqualTo("Release,ParameterValue=0123456789abcdef");
    assertThat(ended.printed()).contains("reconciler:live runs with PROMOTED=true");
  }

  @Test
  void isUndone() throws Exception {
    assertThat(promote("--stack", "understudy-prod", "--undo").status()).isZero();
    assertThat(scripts.file("promoted")).isEqualTo("false");
  }

  @Test
  void saysThatAVersionWithTheOldSettingIsStillLive() throws Exception {
    StandIns stale = new StandIns(folder, Map.of("runs", "old"));
    scripts.write("old", "false");

    Ended ended = stale.run("promote", "--stack", "understudy-prod");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains("replicator:live still runs with PROMOTED=false");
  }

  @Test
  void saysWhatToDoWhereTheStackIsNotUpdated() throws Exception {
    scripts.write("refuse", "");

    Ended ended = promote("--stack", "understudy-prod");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains("cancel-update-stack --stack-name understudy-prod");
  }

  @Test
  void asksForTheLockAtTheStandbyWhileCloudFormationDoesNotAnswer() throws Exception {
    scripts.program("aws", "exit 255");

    Ended ended = promote("--stack", "understudy-prod");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains("Keep the replicator locked out");
  }

  @Test
  void callsNothingInADryRunOrWithoutAStack() throws Exception {
    assertThat(promote("--stack", "understudy-prod", "--dry-run").status()).isZero();
    assertThat(promote().printed()).contains("--stack is missing");
    assertThat(promote("--nonsense").status()).isEqualTo(2);
    assertThat(promote("--help").printed()).startsWith("usage: scripts/promote");
    assertThat(scripts.file("calls")).isEmpty();
  }
}
