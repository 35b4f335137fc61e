package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state of the embedded stack. */
class StatusCommandTest extends StackFixture {
  @Test
  void showsVerdictBacklogProofAndParkedMessagesButNoSecret() {
    write("index.html", "equal");
    awaitQuiet();
    understudy("reconcile", "--apply", "--restart");
    park("no event", "The body is not a JSON object");

    Ran ran = understudy("status", "--json");
    understudy("parked", "drop", "--all", "--apply");
    Ran text = understudy("status");

    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.FINDING);
    Map<String, Object> status = ran.json();
    assertThat(status)
        .extractingByKey("health", MAP)
        .containsKeys("verdict", "reasons", "heartbeatLagSeconds");
    assertThat(status).extractingByKey("queues", MAP).containsEntry("deadLetter", 1);
    assertThat(status)
        .extractingByKey("parked", LIST)
        .first(MAP)
        .containsEntry("reason", "The body is not a JSON object");
    assertThat(status)
        .extractingByKey("reconciler", MAP)
        .extractingByKey("lastProof", MAP)
        .containsKeys("ageSeconds", "pass", "keys", "refused", "unreadable");
    assertThat(text.out()).contains("lastProof").containsPattern("deadLetter +0");
    assertThat(ran.out() + text.out())
        .doesNotContain(stack.variables().get("AWS_SECRET_ACCESS_KEY"))
        .doesNotContain(stack.variables().get("STANDBY_SECRET_KEY"));
  }

  @Test
  void aPartThatCannotBeReadDoesNotHideTheOthers() {
    awaitQuiet();

    Ran ran = understudy("status", "--set", "LAMBDA_ENDPOINT=http://127.0.0.1:1");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.out()).containsPattern("health +cannot be read").containsPattern("changes +0");
  }
}
