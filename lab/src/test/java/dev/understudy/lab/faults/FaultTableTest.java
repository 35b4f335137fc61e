package dev.understudy.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.faults.TestReports.End;
import dev.understudy.lab.faults.TestReports.Test;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

class FaultTableTest {
  private static final FaultTable TABLE =
      new FaultTable(
          List.of(
              new FaultTable.Row(1, "slow", List.of("ATest.works", "BTest")),
              new FaultTable.Row(2, "gone", List.of("BTest.works")),
              new FaultTable.Row(3, "later", List.of())));

  @org.junit.jupiter.api.Test
  void countsTheRowsWhoseTestsAllPassed() {
    FaultTable.Verdict verdict =
        TABLE.judge(
            new TestReports(
                List.of(
                    new Test("ATest", "works", End.PASSED),
                    new Test("BTest", "works", End.PASSED))));

    assertThat(verdict.failed()).isFalse();
    assertThat(verdict.lines())
        .containsExactly(
            "   1  met     slow",
            "   2  met     gone",
            "   3  open    later",
            "fault table: 2 of 3");
  }

  @org.junit.jupiter.api.Test
  void saysWhichTestFailedWasLeftOutOrIsNotThere() {
    FaultTable.Verdict verdict =
        TABLE.judge(
            new TestReports(
                List.of(
                    new Test("BTest", "works", End.LEFT_OUT),
                    new Test("BTest", "other", End.FAILED))));

    assertThat(verdict.failed()).isTrue();
    assertThat(verdict.lines())
        .contains(
            "   1  NOT MET slow: ATest.works was not run, BTest failed",
            "   2  NOT MET gone: BTest.works was left out",
            "fault table: 0 of 3");
  }

  @org.junit.jupiter.api.Test
  void readsThePageWithItsThirtyRows() throws IOException {
    FaultTable table =
        FaultTable.read(Path.of(System.getProperty("understudy.root"), "docs", "faults.md"));

    assertThat(table.rows().stream().map(FaultTable.Row::number))
        .isEqualTo(IntStream.rangeClosed(1, 30).boxed().toList());
    assertThat(table.rows().get(2).tests())
        .containsExactly(
            "WireFaultsTest.acknowledgesNothingThatWasNotAnswered",
            "WireFaultsIT.acknowledgesNothingThatWasNotAnswered");
  }

  @org.junit.jupiter.api.Test
  void readsReports(@TempDir Path folder) throws IOException {
    Path reports = Files.createDirectories(folder.resolve("module/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-a.xml"),
        """
        <testsuite>
          <testcase classname="a.b.CTest" name="passes(int, String)[1]"/>
          <testcase classname="a.b.CTest$Inner" name="fails"><failure/></testcase>
          <testcase classname="a.b.CTest" name="breaks[2]"><error/></testcase>
          <testcase classname="a.b.CTest" name="skips"><skipped message="x"/></testcase>
        </testsuite>
        """);

    assertThat(TestReports.below(folder).tests())
        .containsExactly(
            new Test("CTest", "passes", End.PASSED),
            new Test("Inner", "fails", End.FAILED),
            new Test("CTest", "breaks", End.FAILED),
            new Test("CTest", "skips", End.LEFT_OUT));
  }
}
