package dev.understudy.lab.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, UTF_8);

  @Test
  void keepsALogShortAndPlain() {
    Terminal terminal = new Terminal(out, false);

    for (int n = 0; n < 1000; n++) {
      terminal.progress(n + " of 1000");
    }
    terminal.line("done: grün");

    assertThat(shown.toString(UTF_8)).isEqualTo("done: grün" + System.lineSeparator());
  }

  @Test
  void neverLeavesProgressBehindOnATerminal() {
    Terminal terminal = new Terminal(out, true);

    while (shown.size() == 0) {
      terminal.progress("working");
    }
    terminal.line("done");

    assertThat(shown.toString(UTF_8))
        .startsWith("    ... working\r")
        .endsWith("\rdone" + System.lineSeparator());
  }
}
