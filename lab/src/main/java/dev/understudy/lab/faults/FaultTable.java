package dev.understudy.lab.faults;

import dev.understudy.lab.faults.TestReports.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The faults that the design knows, each with the tests that meet it.
 *
 * @param rows in the order of the page
 */
public record FaultTable(List<Row> rows) {
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\| ([^|]*) \\| [^|]* \\| ([^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+)(?:\\.([A-Za-z0-9]+))?`");

  public FaultTable {
    rows = List.copyOf(rows);
  }

  /**
   * A fault.
   *
   * @param tests as the page has them, {@code Class} or {@code Class.method}; none if it is open
   */
  public record Row(int number, String fault, List<String> tests) {
    public Row {
      tests = List.copyOf(tests);
    }
  }

  /**
   * What the reports say of the table.
   *
   * @param lines for people
   * @param failed whether a test that the page names failed, was left out or is not there
   */
  public record Verdict(List<String> lines, boolean failed) {
    public Verdict {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Reads the page.
   *
   * @throws IOException if it cannot be read
   */
  public static FaultTable read(Path page) throws IOException {
    return new FaultTable(
        ROW.matcher(Files.readString(page)).results().map(FaultTable::row).toList());
  }

  private static Row row(MatchResult found) {
    return new Row(
        Integer.parseInt(found.group(1)),
        found.group(2),
        TEST.matcher(found.group(3)).results().map(test -> test.group().replace("`", "")).toList());
  }

  /** Compares every row with the reports. */
  public Verdict judge(TestReports reports) {
    List<String> lines = new ArrayList<>();
    int met = 0;
    boolean failed = false;
    for (Row row : rows) {
      List<String> complaints =
          row.tests().stream()
              .map(test -> complaint(test, reports))
              .filter(text -> !text.isEmpty())
              .toList();
      boolean open = row.tests().isEmpty();
      met += !open && complaints.isEmpty() ? 1 : 0;
      failed |= !complaints.isEmpty();
      lines.add(
          "%4d  %-7s %s%s"
              .formatted(
                  row.number(),
                  open ? "open" : complaints.isEmpty() ? "met" : "NOT MET",
                  row.fault(),
                  complaints.isEmpty() ? "" : ": " + String.join(", ", complaints)));
    }
    lines.add("fault table: %d of %d".formatted(met, rows.size()));
    return new Verdict(lines, failed);
  }

  /** A contract's tests are reported under the classes that implement it. */
  private static String complaint(String test, TestReports reports) {
    String className = test.replaceFirst("\\..*", "");
    String method = test.contains(".") ? test.replaceFirst(".*\\.", "") : "";
    List<TestReports.Test> found =
        reports.tests().stream()
            .filter(t -> t.className().equals(className) || className.endsWith("Contract"))
            .filter(t -> method.isEmpty() || t.method().equals(method))
            .toList();
    if (found.isEmpty()) {
      return test + " was not run";
    }
    if (found.stream().anyMatch(t -> t.end() == End.FAILED)) {
      return test + " failed";
    }
    return found.stream().anyMatch(t -> t.end() == End.LEFT_OUT) ? test + " was left out" : "";
  }
}
