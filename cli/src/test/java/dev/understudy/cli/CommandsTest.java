package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hints, comparisons and refusals, on the embedded stack. */
class CommandsTest extends StackFixture {
  @Test
  void hintMakesAKeyEqualAndPrintsTheOutcome() {
    write("lost.html", "its replica will be lost");
    awaitQuiet();
    deleteFromStandby("lost.html");

    Ran ran = understudy("hint", "lost.html", "no-such-key");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines().map(line -> line.strip().split(" +")).toList())
        .containsExactly(
            new String[] {"hints"},
            new String[] {"key", "outcome", "detail"},
            new String[] {"lost.html", "Copied"},
            new String[] {"no-such-key", "InSync"});
  }

  @Test
  void hintOfADryRunSendsNone() {
    Ran ran = understudy("hint", "--dry-run", "--json", "lost.html");

    assertThat(ran.json()).isEqualTo(Map.of("wouldHint", List.of(Map.of("key", "lost.html"))));
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void hintThatIsNotSettledGoesToTheChangesQueue() {
    write("outage.html", "copied after the outage");
    awaitQuiet();
    deleteFromStandby("outage.html");
    stack.embeddedStandby().orElseThrow().pause();
    Ran ran;
    try {
      ran = understudy("hint", "outage.html");
    } finally {
      stack.embeddedStandby().orElseThrow().resume();
    }

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out()).contains("outage.html").contains("; the changes queue has the hint");
    awaitQuiet();
    assertThat(understudy("hint", "outage.html").out()).contains("InSync");
  }

  @Test
  void reconcileCountsFirstAndRepairsWithApply() {
    write("harmed.html", "its replica will be deleted");
    awaitQuiet();
    deleteFromStandby("harmed.html");

    Ran dry = understudy("reconcile", "--json", "--prefix", "harmed");
    awaitQuiet();
    Ran repair = understudy("reconcile", "--json", "--prefix", "harmed", "--apply");
    awaitQuiet();
    Ran equal = understudy("reconcile", "--prefix", "harmed");

    assertThat(dry.code()).isEqualTo(ExitCode.FINDING);
    assertThat(dry.json()).containsEntry("missing", 1);
    assertThat(repair.json()).containsEntry("missing", 1).containsEntry("hinted", 1);
    assertThat(equal.code()).as(equal.out()).isEqualTo(ExitCode.OK);
  }

  @Test
  void releaseShowsWhatTheBrakeWithholdsAndReleasesIt() {
    for (int i = 0; i < 20; i++) {
      writeToStandby("orphans/" + i, "has no original");
    }
    assertThat(understudy("reconcile", "--apply", "--restart").out()).contains("withheld");

    Ran shown = understudy("release", "--json");
    String pass = String.valueOf(shown.json().get("pass"));
    Ran released = understudy("release", "--apply", pass, "--json");
    awaitQuiet();
    Ran after = understudy("release");

    assertThat(shown.code()).isEqualTo(ExitCode.FINDING);
    assertThat(shown.json()).extractingByKey("firstKeys", LIST).contains("orphans/0");
    assertThat(released.code()).as(released.err()).isEqualTo(ExitCode.OK);
    assertThat(after.out()).startsWith("withheld").contains(" 0");
    assertThat(after.code()).isEqualTo(ExitCode.OK);
    assertThat(understudy("reconcile", "--prefix", "orphans/").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void releaseShowsWhatTheBrakeWithholdsOverKeyRanges() {
    for (int i = 0; i < 20; i++) {
      writeToStandby("ranges/" + i, "has no original");
    }
    Object pass = reconcile("{\"plan\":2,\"restart\":true}").get("pass");
    assertThat(reconcile("{}")).as("all ranges, then the join").containsEntry("complete", true);

    Ran shown = understudy("release", "--json");
    Ran released = understudy("release", "--apply", String.valueOf(pass), "--json");
    awaitQuiet();

    assertThat(shown.json()).containsEntry("pass", pass);
    assertThat(shown.json()).extractingByKey("firstKeys", LIST).contains("ranges/0");
    assertThat(released.code()).as(released.err()).isEqualTo(ExitCode.OK);
    assertThat(understudy("reconcile", "--prefix", "ranges/").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void refusedListNamesTheReason() {
    write("refused/", "x".repeat((8 << 20) + 1));
    awaitQuiet();

    Ran ran = understudy("refused", "list", "--json");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json())
        .extractingByKey("refused", LIST)
        .first(MAP)
        .containsEntry("key", "refused/")
        .containsEntry("reason", "directory_too_large");
  }

  @Test
  void aFunctionThatFailsIsReportedWithItsMessage() {
    Ran ran = understudy("release", "--apply", "no-such-pass");

    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("No deletion hints of pass \"no-such-pass\" are withheld");
  }

  @Test
  void askAnswersAboutQueuesAndFunctionsOfALocalStack() {
    awaitQuiet();

    assertThat(understudy("ask", "queue", "changes", "--json").json())
        .isEqualTo(Map.of("visible", 0, "inFlight", 0, "delayed", 0));
    assertThat(understudy("ask", "invoke", "reconciler", "{\"list\":\"refused\"}").out())
        .contains("refused");
  }

  @Test
  void askNamesTheOptionForWhatOnlyADeployedStackHas() {
    for (String question : List.of("alarms", "metric Lag", "certificates", "value PublicUrl")) {
      Ran ran = understudy(("ask " + question).split(" "));

      assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("--stack NAME", "UNDERSTUDY_STACK");
    }
  }
}
