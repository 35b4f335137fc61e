package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.understudy.emulators.s3.S3Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a failback, on the embedded stack with a standby that is locked. */
class FailbackCommandTest extends StackFixture {
  private static final Map<String, String> WRITERS =
      Map.of("WRITER_ACCESS_KEY", "writers", "WRITER_SECRET_KEY", "secret-of-the-writers");

  @TempDir private Path reports;

  @BeforeEach
  void promote() {
    write("changed.html", "before");
    write("conflict.html", "before");
    awaitQuiet();
    deleteFromStandby(".understudy/promoted");
    writeToStandby(".understudy/promoted", "");
    writeToStandby(".understudy/promoted", "a repetition");
    standby().allow("writers", WRITERS.get("WRITER_SECRET_KEY"));
    writeToStandby("changed.html", "by a writer");
    writeToStandby("conflict.html", "by a writer");
    standby().disable(stack.standby().keys().accessKey());
    write("conflict.html", "elsewhere");
  }

  @AfterEach
  void demote() {
    standby().allow(stack.standby().keys().accessKey(), stack.standby().keys().secretKey());
    awaitQuiet();
  }

  private S3Endpoint standby() {
    return stack.embeddedStandby().orElseThrow();
  }

  private Ran failback(String command, String... more) {
    List<String> all = new ArrayList<>(List.of("failback", command, "--json"));
    all.add("--env=" + variables());
    all.add("--report=" + reports.resolve("report.jsonl"));
    all.addAll(List.of(more));
    return run(WRITERS, all.toArray(String[]::new));
  }

  @Test
  void planShowsAndApplyCopiesAndLeavesTheConflictToAPerson() {
    Ran plan = failback("plan");
    Ran applied = failback("apply", "--writers-stopped");
    Ran decided = failback("apply", "--writers-stopped", "--take", "standby", "conflict.html");
    Ran after = failback("plan");

    assertThat(plan.code()).as(plan.out() + plan.err()).isEqualTo(ExitCode.FINDING);
    assertThat(plan.json())
        .extractingByKey("keys", MAP)
        .containsEntry("copy", 1)
        .containsEntry("conflict", 1);
    assertThat(applied.code()).isEqualTo(ExitCode.FINDING);
    assertThat(applied.json()).containsEntry("equal", false).containsKeys("report", "promotedAt");
    assertThat(applied.json()).extractingByKey("keys", MAP).containsEntry("copied", 1);
    assertThat(applied.json()).extractingByKey("left", MAP).containsEntry("conflict", 1);
    assertThat(applied.json()).extractingByKey("changes", LIST).hasSize(2);
    assertThat(decided.code()).as(decided.out() + decided.err()).isEqualTo(ExitCode.OK);
    assertThat(decided.json()).containsEntry("equal", true);
    assertThat(after.code()).isEqualTo(ExitCode.OK);
    assertThat(plan.out() + applied.out() + applied.err())
        .doesNotContain(WRITERS.get("WRITER_SECRET_KEY"));
  }

  @Test
  void applyNeedsAConfirmationAndAFence() {
    Ran unconfirmed = failback("apply");
    standby().allow(stack.standby().keys().accessKey(), stack.standby().keys().secretKey());
    Ran open = failback("apply", "--writers-stopped");

    assertThat(unconfirmed.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unconfirmed.err()).contains("--writers-stopped", "Nothing was changed");
    assertThat(open.code()).isEqualTo(ExitCode.USAGE);
    assertThat(open.err()).contains("accepts the replicator's key", "understudy promote");
  }

  @Test
  void needsTheTimeOfThePromotion() {
    try (var s3 = stack.standby().s3()) {
      standby().allow(stack.standby().keys().accessKey(), stack.standby().keys().secretKey());
      s3.deleteObject(r -> r.bucket(stack.standby().bucket()).key(".understudy/promoted"));
    }

    Ran without = failback("plan");
    Ran with = failback("plan", "--since", "2026-01-01T00:00:00Z", "--prefix", "no such key");

    assertThat(without.code()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains(".understudy/promoted", "--since");
    assertThat(with.code()).as(with.err()).isEqualTo(ExitCode.OK);
    assertThat(with.json()).containsEntry("promotedAt", "2026-01-01T00:00:00Z");
  }

  @Test
  void namesTheVariablesOfTheWritersKey() {
    Ran ran = understudy("failback", "plan");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("WRITER_ACCESS_KEY");
  }
}
