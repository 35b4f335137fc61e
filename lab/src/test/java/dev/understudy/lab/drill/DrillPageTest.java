package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.lab.console.Terminal;
import dev.understudy.testkit.page.XmlPage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about a drill, of drills that passed, failed, or were not completed. */
class DrillPageTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final DrillRecord record =
      new DrillRecord(new Terminal(new PrintStream(printed, true, UTF_8), false));
  private final List<Read> reads = new ArrayList<>();
  private List<String> origins = List.of("primary", "standby");

  private static DrillResult result(Duration rto) {
    return result("primary", rto);
  }

  private static DrillResult result(String origin, Duration rto) {
    return new DrillResult(
        origin,
        Failure.SILENT,
        Duration.ofMillis(3_890),
        Duration.ofMillis(4_140),
        new Outage(408, 166, 0, rto, true),
        Duration.ofMillis(7_250),
        2,
        Duration.ofMillis(330),
        Duration.ofMillis(2_230),
        Duration.ofMillis(8_990),
        0,
        List.of());
  }

  private String page() {
    String html = new DrillPage(record, origins, reads, 0, window -> List.of()).of(42, 30);
    assertThat(XmlPage.parse(html).getDocumentElement().getTagName()).isEqualTo("html");
    return html;
  }

  private void stage(String what) throws InterruptedException {
    record.stage(
        "The primary is silent",
        timeline -> {
          timeline.fault(timeline.began() + 1_000_000_000, "THE PRIMARY IS SILENT");
          timeline.add(timeline.began() + 1_230_000_000, what);
          for (int i = 0; i < 20; i++) {
            long begun = timeline.began() + i * 25_000_000L;
            reads.add(new Read(begun, begun, i % 2 == 0, "standby", false));
          }
          return what;
        });
  }

  @Test
  void hasEveryPrintedNumberEventAndSetting() throws Exception {
    stage("the edge sends readers to the standby");
    record.result(result(Duration.ofMillis(4_150)));
    record.setting("interval", "60 s", "2.00 s");
    record.end(List.of());

    String html = page();

    for (String cell :
        DrillResult.table(List.of(result(Duration.ofMillis(4_150))))
            .get(1)
            .strip()
            .split(" {2,}")) {
      assertThat(html).contains(">" + cell + "<");
    }
    assertThat(html)
        .contains(DrillSeries.PASSED, ">57 %<", "DRILL_FACTOR=30 DRILL_SEED=42", ">2.00 s<")
        .contains("<td class=\"number\">1.23 s</td><td class=\"name\">the edge sends readers")
        .contains("standby, reads per second", ">20<");
    assertThat(printed.toString(UTF_8)).contains("     1.23 s  the edge sends readers");
  }

  @Test
  void hasATableForEachOriginThatFailed() throws Exception {
    origins = List.of("primary", "standby", "standby-2");
    stage("the edge sends readers to standby-2");
    record.result(result("primary", Duration.ofMillis(4_150)));
    record.result(result("standby", Duration.ofMillis(3_210)));
    record.end(List.of());

    assertThat(page())
        .contains(">the primary ...<", ">4.15 s<", ">the standby ...<", ">3.21 s<")
        .contains("standby-2, reads per second", "make drill STANDBYS=2 DRILL_FACTOR=30");
    assertThat(DrillResult.table(record.results()))
        .last()
        .asString()
        .startsWith("  standby: is silent ");
  }

  @Test
  void saysWhyADrillFailed() throws Exception {
    stage("the edge sends readers to the standby");
    record.end(List.of("is silent: standby returned write 3 of <b>a&b</b> after write 4"));

    assertThat(page())
        .doesNotContain(DrillSeries.PASSED, "<b>")
        .contains("At least one drill failed", "write 3 of &lt;b&gt;a&amp;b&lt;/b&gt; after");
  }

  @Test
  void isWrittenOfADrillThatWasNotCompleted() {
    assertThatThrownBy(
            () ->
                record.stage(
                    "The standby is promoted",
                    timeline -> {
                      timeline.add("THE PRIMARY IS LOST");
                      throw new IllegalStateException("Waited without success");
                    }))
        .hasMessage("Waited without success");

    assertThat(page())
        .contains("The standby is promoted: Waited without success", "THE PRIMARY IS LOST")
        .contains(">failed<");
  }
}
