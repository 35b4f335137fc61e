package dev.understudy.lab.report;

import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the HTML page of a command. */
public final class ReportFile {
  private ReportFile() {}

  /**
   * Replaces the file and prints its address. A failure is printed and does not end the command.
   */
  public static void write(Path file, String html, Terminal terminal) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.getParent());
      Files.writeString(absolute, html);
      terminal.line(Formats.row("report", absolute.toUri().toString()));
    } catch (IOException e) {
      terminal.line(Formats.row("report", "%s cannot be written: %s".formatted(absolute, e)));
    }
  }
}
