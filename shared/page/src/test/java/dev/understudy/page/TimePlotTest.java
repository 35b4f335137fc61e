package dev.understudy.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.page.TimePlot.Colour;
import dev.understudy.page.TimePlot.Event;
import dev.understudy.page.TimePlot.Panel;
import dev.understudy.page.TimePlot.Phase;
import dev.understudy.page.TimePlot.Series;
import dev.understudy.page.TimePlot.Shape;
import dev.understudy.testkit.page.XmlPage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** A plot over time on a page. */
class TimePlotTest {
  private static final String HOSTILE = "</svg><script>alert(1)</script>\"'&\u0001\u202e\uffff%s";

  private static String page(TimePlot plot) {
    Html html = new Html("Plot");
    html.timePlot(plot);
    return html.end();
  }

  private static TimePlot plot(String text) {
    return new TimePlot(
        text,
        3,
        1,
        List.of(new Phase(0, 1, text), new Phase(1, 3, "second")),
        List.of(new Event(2, text, true), new Event(0.5, "earlier", false)),
        List.of(
            new Panel(
                "reads per second",
                Shape.STACKED,
                4,
                List.of(
                    new Series("served", Colour.BLUE, List.of(4.0, 0.0, 4.5)),
                    new Series(text, Colour.RED, List.of(0.0, 4.0, 0.0)))),
            new Panel(
                "seconds",
                Shape.LINES,
                1,
                List.of(new Series("lag", Colour.BLUE, List.of(0.25, Double.NaN, 1.75))))));
  }

  @Test
  void isWellFormedAndShowsHostileTextAsText() {
    String html = page(plot(HOSTILE));

    assertThat(html)
        .contains("default-src 'none'", "&lt;/svg&gt;&lt;script&gt;", "\\u0001\\u202e\\uffff%s")
        .doesNotContain("<script", "http:", "https:", "url(", "@import");
    assertThat(XmlPage.parse(html).getElementsByTagName("svg").getLength()).isEqualTo(1);
  }

  @Test
  void isAnImageOfItsOwn() {
    String image = PlotImage.of(plot(HOSTILE), "days");

    assertThat(image).contains(">days<").doesNotContain("<script");
    assertThat(XmlPage.parse(image).getDocumentElement().getTagName()).isEqualTo("svg");
  }

  @Test
  void tablesHaveTheEventsAndValuesOfThePlot() {
    Document page = XmlPage.parse(page(plot("first")));

    assertThat(rows(page))
        .containsExactly(
            "atevent",
            "0 sfirst",
            "0.5 searlier",
            "1 ssecond",
            "2 sfirst",
            "fromserved, reads per secondfirst, reads per secondlag, seconds",
            "0 s400.25",
            "1 s04",
            "2 s4.501.75");
  }

  private static List<String> rows(Document page) {
    var rows = page.getElementsByTagName("tr");
    return IntStream.range(0, rows.getLength())
        .mapToObj(i -> rows.item(i).getTextContent())
        .toList();
  }

  /** A value between two gaps is a dot, and a line does not bridge a gap. */
  @Test
  void aLineIsInterruptedWhereNothingWasMeasured() {
    assertThat(page(plot("x")))
        .containsPattern("class=\"line blue\" d=\"M\\S+ \\S+h0M\\S+ \\S+h0\"");
  }

  @Test
  void axesHaveRoundNumbers() {
    assertThat(Axis.ticks(14.3, 12)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0);
    assertThat(Axis.ticks(0.4, 4)).hasSize(5).contains(0.2);
    assertThat(Axis.step(40, 4)).isEqualTo(10);
    assertThat(TimePlot.stepOf(10)).isEqualTo(0.25);
    assertThat(TimePlot.stepOf(600)).isEqualTo(5);
  }
}
