package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command shows on a terminal, and what it does not write anywhere else. */
class TerminalOutputTest {
  private static final String ERASE = "\r\u001b[K";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000); // About to overflow.
  private final Terminal full = new Terminal(true, true, true, nanos::get);
  private final Terminal none = new Terminal(false, false, false, nanos::get);

  @TempDir Path folder;

  private Output output(Terminal terminal) {
    return new Output(
        new PrintWriter(out), new PrintWriter(err), false, terminal, new ProgressLine(terminal));
  }

  private void pass(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void progressIsOneLineThatAppearsAfterTwoSecondsAndIsRemoved() {
    Output output = output(full);

    pass(1.9);
    output.progress(() -> "too early");
    pass(0.2);
    output.progress(() -> "first \u001b[2J");
    pass(0.1);
    output.progress(() -> "too soon");
    pass(0.1);
    output.progress(() -> "x".repeat(200));
    output.print(Map.of("done", true));

    assertThat(err.toString())
        .isEqualTo(ERASE + "first \\u001b[2J" + ERASE + "x".repeat(78) + ERASE);
  }

  @Test
  void elsewhereProgressIsANoteInEachInterval() {
    Output output = output(none);

    for (int second = 1; second <= 11; second++) {
      pass(1);
      int now = second;
      output.progress(() -> "never", Duration.ofSeconds(5), () -> "at " + now);
      output.progress(() -> "never");
    }

    assertThat(err.toString()).isEqualTo("at 5%nat 10%n".formatted());
  }

  @Test
  void saysKeysBytesRateAndTimeLeft() {
    Pace pace = output(full).pace("listed", "keys");

    assertThat(pace.text(5, OptionalLong.empty(), OptionalLong.of(9))).isEqualTo("listed: 5 keys");
    pass(3);
    assertThat(pace.text(1_200, OptionalLong.of(3 << 20), OptionalLong.of(51_200)))
        .isEqualTo("listed: 1,200 keys, 3.0 MiB, 400 keys/s, about 2 min 5 s left");
    assertThat(pace.text(3, OptionalLong.empty(), OptionalLong.of(10_803)))
        .endsWith("1 keys/s, about 3 h 0 min left");
    assertThat(pace.text(3, OptionalLong.empty(), OptionalLong.of(3))).endsWith("1 keys/s");
  }

  @Test
  void saysTheTimeThatHasPassedIfNoTotalIsKnown() {
    Pace pace = output(full).pace("listed", "keys");

    assertThat(pace.text(5, OptionalLong.empty(), OptionalLong.empty()))
        .isEqualTo("listed: 5 keys");
    pass(75);
    assertThat(pace.text(150, OptionalLong.of(3 << 20), OptionalLong.empty()))
        .isEqualTo("listed: 150 keys, 3.0 MiB, 2 keys/s, 1 min 15 s elapsed");
  }

  /** The rate of a command that continues counts only what it has done itself. */
  @Test
  void whatWasDoneBeforeDoesNotCount() {
    Pace pace = output(full).pace("compared", "keys");
    pace.startAt(1_000);
    pass(10);
    pace.startAt(1_500);

    assertThat(pace.text(1_500, OptionalLong.empty(), OptionalLong.of(2_000)))
        .isEqualTo("compared: 1,500 keys, 50 keys/s, about 10 s left");
  }

  @Test
  void coloursRepeatTheStateAndKeepTheColumns() {
    Map<String, Object> result =
        Map.of(
            "checks",
            List.of(
                Map.of("result", "finding"), Map.of("result", "ok"), Map.of("result", "left out")));

    output(full).print(result);
    String coloured = out.toString();
    out.getBuffer().setLength(0);
    output(none).print(result);

    assertThat(coloured)
        .contains(
            "\u001b[1mchecks\u001b[0m", "\u001b[33mfinding\u001b[0m", "\u001b[32mok\u001b[0m");
    assertThat(out.toString()).doesNotContain("\u001b");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "").lines().map(String::stripTrailing))
        .containsExactlyElementsOf(out.toString().lines().toList());
  }

  @Test
  void aMessageOfAnErrorReplacesTheProgress() {
    var line = Understudy.commandLine(Map.of(), full);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    Understudy process = (Understudy) line.getCommandSpec().userObject();
    pass(3);
    process.progress().show(line.getErr(), () -> "busy");

    line.execute("status");

    assertThat(err.toString())
        .startsWith(ERASE + "busy" + ERASE + "\u001b[31munderstudy:\u001b[0m no installation");
  }

  @Test
  void noColorAndADumbTerminalAreRespected() {
    assertThat(of(Map.of("TERM", "xterm"))).isEqualTo(List.of(true, true, true));
    assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(List.of(true, true, true));
    assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(List.of(false, false, true));
    assertThat(of(Map.of("TERM", "dumb"))).isEqualTo(List.of(false, false, false));
    assertThat(of(Map.of())).isEqualTo(List.of(false, false, false));
    assertThat(Terminal.of(Map.of("TERM", "xterm")).rewrites()).as("without launcher").isFalse();
  }

  /** What the launcher says on a terminal, with these variables. */
  private static List<Boolean> of(Map<String, String> environment) {
    Set<String> properties = Set.of("understudy.stdout.terminal", "understudy.stderr.terminal");
    properties.forEach(name -> System.setProperty(name, "true"));
    try {
      Terminal terminal = Terminal.of(environment);
      return List.of(terminal.out(), terminal.err(), terminal.rewrites());
    } finally {
      properties.forEach(System::clearProperty);
    }
  }

  @Test
  void theLauncherSaysWhichStreamsAreTerminals() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder launcher =
        new ProcessBuilder(
            "sh",
            Path.of(System.getProperty("understudy.root"), "cli/src/main/launcher/understudy")
                .toString(),
            "plan");
    launcher.environment().put("JAVA_HOME", folder.toString());

    Process process = launcher.redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("-Dunderstudy.stdout.terminal=false -Dunderstudy.stderr.terminal=false")
        .contains("understudy.jar plan");
  }
}
