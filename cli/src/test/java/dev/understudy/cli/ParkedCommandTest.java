package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands about parked messages, on the embedded stack. */
class ParkedCommandTest extends StackFixture {
  private static final String UNREADABLE = "The body is not a JSON object";

  @AfterEach
  void empty() {
    stack.sqs().purgeQueue(r -> r.queueUrl(stack.queues().deadLetter().url()));
  }

  @Test
  void listCountsByReasonAndLeavesTheMessages() {
    park(hint("a.html"), "Still failing after 778 receives: HEAD of a.html failed");
    park(hint("b.html"), "Still failing after 779 receives: HEAD of b.html failed");
    park("no event", UNREADABLE);

    Ran ran = understudy("parked", "list");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out())
        .containsPattern("Still failing after N receives +2 ")
        .containsPattern(UNREADABLE + " +1 ");
    assertThat(parked()).isEqualTo(3);
  }

  @Test
  void theProgressKnowsHowManyMessagesTheQueueHas() {
    park(hint("a.html"), UNREADABLE);
    park(hint("b.html"), UNREADABLE);

    assertThat(onTerminal("parked", "list").err())
        .contains("received: 2 messages")
        .doesNotContain("elapsed");
    assertThat(onTerminal("parked", "redrive", "--apply", "--rate=100").err())
        .contains("received: 2 messages")
        .doesNotContain("elapsed");
  }

  @Test
  void withoutPermissionToReadTheNumberTheProgressHasNoTotal() {
    Map<String, String> variables = new TreeMap<>(VariableFile.read(variables()));
    variables.merge("DEAD_LETTER_QUEUE_URL", "-missing", String::concat);

    try (DeadLetterQueue queue =
        new DeadLetterQueue(
            Installation.of(variables, Optional.empty()), DeadLetterQueue.BRIEFLY)) {
      assertThat(queue.total()).isEmpty();
    }
  }

  @Test
  void showPrintsBodiesOfTheSelectedMessagesOnly() {
    park("no event", UNREADABLE);
    park(hint("a.html"), "Corrupt: the bytes of a.html");

    Ran ran = understudy("parked", "show", "--reason", "Corrupt", "--json");

    assertThat(ran.json()).extractingByKey("parked", LIST).hasSize(1);
    assertThat(ran.out()).contains("a.html").doesNotContain("no event");
  }

  @Test
  void redriveDeletesAMessageOnlyWhenItsKeysAreSettled() {
    write("a.html", "parked by mistake");
    awaitQuiet();
    deleteFromStandby("a.html");
    park(hint("a.html"), "Corrupt: the bytes of a.html");
    park("no event", UNREADABLE);

    Ran dry = understudy("parked", "redrive");
    assertThat(parked()).isEqualTo(2);
    Ran ran = understudy("parked", "redrive", "--apply", "--rate", "100");

    assertThat(dry.out()).startsWith("wouldRedrive").contains("a.html");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out())
        .containsPattern("a.html +Copied")
        .containsPattern("Unreadable +" + UNREADABLE);
    assertThat(parked()).as("the unreadable message").isEqualTo(1);
  }

  @Test
  void redriveKeepsAMessageThatFailsAgain() {
    write("a.html", "parked by mistake");
    awaitQuiet();
    park(hint("a.html"), "Corrupt: the bytes of a.html");
    stack.embeddedStandby().orElseThrow().pause();
    Ran ran;
    try {
      ran = understudy("parked", "redrive", "--apply");
    } finally {
      stack.embeddedStandby().orElseThrow().resume();
    }

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out()).contains("Unavailable");
    assertThat(parked()).isEqualTo(1);
    awaitQuiet();
  }

  @Test
  void dropNeedsASelectionAndShowsFirst() {
    park("no event", UNREADABLE);
    park(hint("a.html"), "Corrupt: the bytes of a.html");

    Ran unselected = understudy("parked", "drop", "--apply");
    Ran shown = understudy("parked", "drop", "--reason", UNREADABLE);
    assertThat(parked()).isEqualTo(2);
    Ran dropped = understudy("parked", "drop", "--reason", UNREADABLE, "--apply");

    assertThat(unselected.code()).isEqualTo(ExitCode.USAGE);
    assertThat(shown.out()).startsWith("wouldDrop").contains(UNREADABLE);
    assertThat(dropped.code()).isEqualTo(ExitCode.OK);
    assertThat(parked()).isEqualTo(1);
  }

  /** A terminal would execute the escape sequence of such a key. */
  @Test
  void keysOfHostileMessagesArePrintedWithoutControlCharacters() {
    park(hint("a\\u001b[2Jb\\nforged"), "Corrupt: \u2028");

    Ran ran = understudy("parked", "show");

    assertThat(ran.out())
        .contains("a\\u001b[2Jb\\u000aforged", "Corrupt: \\u2028")
        .doesNotContain("\u001b", "\u2028");
  }
}
