package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.metric.MetricsTable;
import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.replicator.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The runbook has a page for each alarm, and everything that a page names exists. */
class RunbookTest {
  private static final Path FOLDER = ProjectFiles.ROOT.resolve("docs/runbook");
  private static final List<String> HEADINGS =
      List.of("Meaning", "Impact", "Diagnosis", "Mitigation");
  private static final Set<String> PLANNED =
      Set.of(
          "drill",
          "failover-by-hand",
          "failback",
          "promotion",
          "credential-rotation",
          "replace-droplet",
          "redrive");
  private static final Set<String> FUNCTIONS = Set.of("replicator", "reconciler", "health-probe");

  private final ResolvedTemplate template = Simulation.template(Map.of());
  private final Alarms alarms = Alarms.of(template);

  static List<Path> pages() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isAPageForEachAlarmThatTellsSomebodyAndEachPlannedWorkAndNoOther() {
    Set<String> expected = new TreeSet<>(PLANNED);
    expected.add("README");
    alarms.ids().stream()
        .filter(id -> alarms.propertiesOf(id).containsKey("AlarmActions"))
        .forEach(expected::add);

    assertThat(pages())
        .map(page -> page.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(name -> name + ".md").toList());
  }

  @Test
  void listsEachAlarmWithItsSeverityAndItsSentence() {
    String index = read(FOLDER.resolve("README.md"));
    for (String id : alarms.ids()) {
      Map<String, Object> properties = alarms.propertiesOf(id);
      if (properties.containsKey("AlarmActions")) {
        String sentence = properties.get("AlarmDescription").toString().replaceFirst(" \\S+$", "");
        String severity =
            properties.get("AlarmActions").equals(List.of("PageTopic")) ? "page" : "ticket";
        assertThat(index)
            .contains("| %s | [%s](%s.md) | %s |".formatted(severity, id, id, sentence));
        assertThat(read(FOLDER.resolve(id + ".md")))
            .as("severity of %s", id)
            .contains(severity.equals("page") ? "A page" : "A ticket");
      }
    }
    PLANNED.forEach(name -> assertThat(index).contains("(" + name + ".md)"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasItsHeadings(Path page) {
    String name = page.getFileName().toString().replace(".md", "");
    List<String> headings = find(read(page), "(?m)^#+ (.*)$");

    if (alarms.ids().contains(name)) {
      assertThat(headings.get(0)).isEqualTo(name);
      assertThat(headings.subList(1, headings.size())).isEqualTo(HEADINGS);
    }
    assertThat(read(page)).doesNotContain("TODO").doesNotContainPattern("\n#+ [^\n]+\n+#");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesNothingThatIsNotThere(Path page) {
    String text = read(page).replace("\\\n", "");

    for (String link : find(text, "\\]\\(([^)#:]+)\\)")) {
      assertThat(page.resolveSibling(link)).as(link).exists();
    }
    for (String script : find(text, "(scripts/[a-z-]+)")) {
      assertThat(ProjectFiles.ROOT.resolve(script)).as(script).isExecutable();
    }
    assertThat(find(text, "(?s)scripts/publish-credentials(.*?)[\n`]"))
        .allSatisfy(arguments -> assertThat(find(arguments, "(--[a-z-]+)")).isSubsetOf(options()));
    assertThat(find(text, "-raw ([a-z_]+)")).isSubsetOf(terraformOutputs());
    assertThat(find(text, "--logical-resource-id (\\w+)"))
        .isSubsetOf(template.idsOf("AWS::Serverless::Function"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void asksTheCommandForWhatItKnows(Path page) {
    String text = read(page);
    String commands =
        read(ProjectFiles.ROOT.resolve("lab/src/test/resources/commands/commands.table"));

    assertThat(find(text, "understudy ask ([a-z]+)"))
        .isSubsetOf(find(commands, "(?m)^understudy ask ([a-z]+)"));
    assertThat(find(text, "understudy ask metric (\\w+)")).isSubsetOf(MetricsTable.read().keySet());
    assertThat(find(text, "understudy ask outcomes (\\w+)")).isSubsetOf(outcomes());
    assertThat(find(text, "understudy ask (?:errors|invoke) ([a-z-]+)")).isSubsetOf(FUNCTIONS);
    assertThat(find(text, "understudy ask queue ([a-z-]+)"))
        .isSubsetOf("changes", "repairs", "dead-letter");
    assertThat(find(text, "understudy ask value (\\w+)")).isSubsetOf(template.inputs());
    assertThat(find(text, "parameter-overrides (\\w+)")).isSubsetOf(template.inputs());
  }

  private static Set<String> outcomes() {
    Set<String> names = new TreeSet<>(Set.of("Parked"));
    Stream.of(Outcome.Settled.class, Outcome.Unsettled.class)
        .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
        .forEach(kind -> names.add(kind.getSimpleName()));
    return names;
  }

  private static Set<String> options() {
    String script = read(ProjectFiles.ROOT.resolve("scripts/publish-credentials"));
    return Set.copyOf(find(script, "(--[a-z-]+)\\)"));
  }

  private static List<String> terraformOutputs() {
    return find(
        read(ProjectFiles.ROOT.resolve("terraform/outputs.tf")), "(?m)^output \"([a-z_]+)\"");
  }

  private static List<String> find(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
