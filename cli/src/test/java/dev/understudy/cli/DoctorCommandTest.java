package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.store.HotSets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checks of the embedded stack. */
class DoctorCommandTest extends StackFixture {
  /** The result of each check. */
  static Map<String, String> results(Ran ran) {
    return rows(ran).stream()
        .collect(Collectors.toMap(row -> row.get("check"), row -> row.get("result")));
  }

  @SuppressWarnings("unchecked") // Every field of a row is a text.
  static List<Map<String, String>> rows(Ran ran) {
    return (List<Map<String, String>>) ran.json().get("checks");
  }

  @Test
  void findsOnlyThatTheKeysOfTheLocalStackCanDeleteVersions() {
    understudy("status"); // The health probe writes its heartbeat.

    Ran ran = understudy("doctor", "--json");
    Ran text = understudy("doctor");

    assertThat(ran.json()).as(ran.out()).containsEntry("level", "L2 E T P");
    assertThat(results(ran))
        .hasSize(19)
        .containsEntry("standby old versions", "finding")
        .containsEntry("primary GET", "ok")
        .containsEntry("forged PUT", "ok")
        .containsEntry("event notification", "ok")
        .containsEntry("changes queue", "ok")
        .containsEntry("primary region", "left out");
    assertThat(ran.json().get("toDo")).asString().contains("s3:DeleteObjectVersion");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(text.code()).isEqualTo(ExitCode.FINDING);
    assertThat(text.out())
        .containsPattern("standby dialect +ok +L2 E T P")
        .containsPattern("toDo\n +standby old versions +Deny s3:DeleteObjectVersion");
    assertThat(ran.out() + text.out())
        .doesNotContain(stack.variables().get("AWS_SECRET_ACCESS_KEY"))
        .doesNotContain(stack.variables().get("STANDBY_SECRET_KEY"));
  }

  @Test
  void findsEventsAndParkedMessagesThatGoToAnotherQueue() {
    Ran ran =
        understudy(
            "doctor",
            "--json",
            "--set",
            "CHANGES_QUEUE_URL=" + stack.queues().repairs().url(),
            "--set",
            "DEAD_LETTER_QUEUE_URL=" + stack.queues().changes().url());

    assertThat(results(ran))
        .containsEntry("event notification", "finding")
        .containsEntry("repairs queue", "finding");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
  }

  @Test
  void aServiceThatCannotBeReachedDoesNotHideTheOtherChecks() {
    Ran ran = understudy("doctor", "--json", "--set", "SQS_ENDPOINT=http://127.0.0.1:1");

    assertThat(results(ran))
        .containsEntry("changes queue", "unknown")
        .containsEntry("event notification", "ok");
    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void namesTheFilterInForceOrWhatIsWrongWithIt() {
    write(".understudy/filter", "- *.tmp");
    Ran good = understudy("doctor", "--set", "REPLICATE_FILTER=object");
    write(".understudy/filter", "- *.tmp\n- [");
    Ran wrong = understudy("doctor", "--json", "--set", "REPLICATE_FILTER=object");

    assertThat(good.out()).containsPattern("filter +ok +[0-9a-f]{16}: 1 rules and options");
    assertThat(results(wrong)).containsEntry("filter", "finding");
    assertThat(wrong.out()).contains("line 2, column 3", "docs/filters.md");
  }

  @Test
  void saysWhetherTheAccessLogsReachBackFarEnough() {
    String[] doctor = {"doctor", "--json", "--set", "HOT_OBJECTS_DAYS=2"};
    Ran none = understudy(doctor);
    write(".understudy/hot", HotSets.of(2, "read").encode());
    Ran good = understudy(doctor);
    write(".understudy/hot", HotSets.of(1, "read").encode());
    Ran tooFew = understudy(doctor);

    assertThat(results(none)).containsEntry("hot objects", "finding");
    assertThat(results(good)).containsEntry("hot objects", "ok");
    assertThat(good.out()).contains("1 keys were read within 2 days");
    assertThat(results(tooFew)).containsEntry("hot objects", "finding");
    assertThat(tooFew.out()).contains("requests of 2 days, and 3 are needed");
  }

  @Test
  void writesNothingToAStandbyThatIsPromoted() {
    awaitQuiet();
    var calls = stack.embeddedStandby().orElseThrow().calls();
    long before = calls.of("PutObject");

    Ran ran = understudy("doctor", "--json", "--set", "PROMOTED=true");

    assertThat(calls.of("PutObject")).isEqualTo(before);
    assertThat(results(ran))
        .containsEntry("standby", "left out")
        .doesNotContainKey("standby write")
        .containsEntry("event notification", "ok");
  }
}
