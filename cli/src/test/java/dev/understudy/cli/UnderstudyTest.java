package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line itself: usage, configuration, exit codes and completion. */
class UnderstudyTest {
  @TempDir Path folder;

  static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(Understudy.commandLine(Map.of(), Terminal.NONE), all);
    return all;
  }

  private static void collect(CommandLine line, List<CommandLine> all) {
    if (line.getSubcommands().isEmpty()) {
      all.add(line);
    }
    line.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesAndTheCommonOptions(CommandLine command) {
    if (command.getCommandName().equals("generate-completion")) {
      return;
    }
    assertThat(command.getUsageMessage())
        .contains("Examples:", "--stack", "--env", "--set", "--json", "--help", "understudy ");
  }

  @Test
  void withoutACommandItPrintsItsUsage() {
    StackFixture.Ran ran = StackFixture.run(Map.of());

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("Exit codes:", "status", "parked", "refused");
  }

  @Test
  void completesCommandsInAShell() {
    StackFixture.Ran ran = StackFixture.run(Map.of(), "generate-completion");

    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("complete -F", "bashcompinit", "redrive", "--stack");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "hint",
        "status --stack a --env b",
        "status --env no-such-file",
        "status",
        "status --interval 0",
        "plan",
        "plan --changes-per-day -1",
        "plan --prices no-such-file",
        "plan --html no-such-folder/plan.html",
        "release --prefix a/",
        "reconcile --restart",
        "failback plan --env no-such-file",
        "failback plan --threads 0",
        "freshness --max-age 0",
        "failback plan --since yesterday",
        "failback apply --take standby",
        "failback apply a.html",
        "failback apply --take both a.html",
        "failback apply --decisions no-such-file",
        "status --set STANDBY_SECRET_KEY=hidden",
      })
  void wrongUsageIsReportedWithoutAnyEffect(String arguments) {
    StackFixture.Ran ran = StackFixture.run(Map.of(), arguments.split(" "));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isNotEmpty().doesNotContain("hidden");
  }

  @Test
  void namesEveryVariableThatIsMissing() {
    StackFixture.Ran ran = StackFixture.run(Map.of("PRIMARY_BUCKET", "primary"), "status");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .contains("AWS_REGION is missing", "STANDBY_BUCKET is missing", "CHANGES_QUEUE_URL");
  }

  @Test
  void readsQuotedValuesOfAFileOfVariables() throws IOException {
    Path file = folder.resolve("stack.env");
    Files.writeString(file, "A=1\nPEM='first\nit'\\''s\n'\nEMPTY=\n# NO=1\n");

    assertThat(VariableFile.read(file))
        .isEqualTo(Map.of("A", "1", "PEM", "first\nit's\n", "EMPTY", ""));
  }

  /** Documents are tested against the table; it has every command, and no option that is not. */
  @Test
  void theTableOfDocumentedCommandsHasTheCommandsThatExist() throws IOException {
    Map<String, CommandLine> known = new TreeMap<>();
    commands().forEach(one -> known.put(one.getCommandSpec().qualifiedName(), one));
    Path table =
        Path.of(
            System.getProperty("understudy.root"),
            "lab/src/test/resources/commands/commands.table");
    Set<String> listed = new TreeSet<>();
    for (String row : Files.readAllLines(table)) {
      if (row.startsWith("understudy ")) {
        String[] columns = row.split("\\|", -1);
        String name = columns[0].strip();
        listed.add(name);
        assertThat(known).as(row).containsKey(name);
        assertThat(known.get(name).getCommandSpec().optionsMap().keySet())
            .as(row)
            .containsAll(
                Stream.of(columns[1].replace("!", "").split(" "))
                    .filter(option -> !option.isEmpty())
                    .toList());
      }
    }
    assertThat(listed).isEqualTo(known.keySet());
  }
}
