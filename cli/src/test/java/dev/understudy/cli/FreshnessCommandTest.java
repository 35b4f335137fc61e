package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import org.junit.jupiter.api.Test;

/** The gate before a failback, on the embedded stack. */
class FreshnessCommandTest extends StackFixture {
  @Test
  void isFreshAfterAProofAndNamesEveryReasonOtherwise() {
    Ran unproved = understudy("freshness");
    write("index.html", "equal");
    awaitQuiet();
    understudy("reconcile", "--apply", "--restart");
    awaitQuiet();
    Ran fresh = understudy("freshness", "--json");
    park("no event", "The body is not a JSON object");
    Ran stale = understudy("freshness", "--json", "--set", "PROMOTED=true");

    assertThat(unproved.code()).isEqualTo(ExitCode.FINDING);
    assertThat(unproved.out()).contains("no proof of equality");
    assertThat(fresh.code()).as(fresh.out() + fresh.err()).isEqualTo(ExitCode.OK);
    assertThat(fresh.json()).containsEntry("fresh", true).containsKey("proofAgeSeconds");
    assertThat(stale.code()).isEqualTo(ExitCode.FINDING);
    assertThat(stale.json())
        .extractingByKey("reasons", LIST)
        .containsExactly(
            "the standby is promoted, so nothing is replicated",
            "the dead-letter queue has 1 messages");
  }

  @Test
  void anOldProofIsNotFresh() throws InterruptedException {
    understudy("reconcile", "--apply", "--restart");
    Thread.sleep(2_100);

    assertThat(understudy("freshness", "--max-age", "1").out()).contains("old, more than 1 s");
  }

  @Test
  void saysThatAQueueCannotBeRead() {
    Ran ran = understudy("freshness", "--set", "SQS_ENDPOINT=http://127.0.0.1:1");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
  }
}
