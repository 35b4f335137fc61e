package dev.understudy.lab;

import dev.understudy.lab.faults.FaultTable;
import dev.understudy.lab.faults.TestReports;
import java.io.IOException;
import java.nio.file.Path;

/** {@code make faults}: the table of docs/faults.md with what the last runs of the tests say. */
public final class Faults {
  private Faults() {}

  public static void main(String[] arguments) {
    System.exit(Door.run(Faults::tell));
  }

  private static int tell() throws IOException {
    FaultTable table = FaultTable.read(Path.of("docs/faults.md"));
    FaultTable.Verdict verdict = table.judge(TestReports.below(Path.of(".")));
    verdict.lines().forEach(Door.screen()::line);
    return verdict.failed() ? 1 : 0;
  }
}
