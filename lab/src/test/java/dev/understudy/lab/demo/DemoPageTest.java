package dev.understudy.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Difference;
import dev.understudy.testkit.page.XmlPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about a demonstration. */
class DemoPageTest {
  private final DemoRecord record = new DemoRecord();

  private String page() {
    String html = new DemoPage(record, window -> List.of()).html();
    assertThat(XmlPage.parse(html).getDocumentElement().getTagName()).isEqualTo("html");
    return html;
  }

  @Test
  void hasThePrintedNumbersAndScenes() {
    record.scene("created", "28 objects, 64.1 MiB", record.began());
    record.fault("the standby stops");
    record.end(
        Map.of(DemoScript.OBJECTS, "43", "bytes compared", "67,191,147 (64.1 MiB)"),
        new BucketComparison.Result(43, 67_191_147, List.of()),
        true);

    assertThat(page())
        .contains(DemoScript.EQUAL, ">43<", ">67,191,147 (64.1 MiB)<")
        .contains(">28 objects, 64.1 MiB<", "the standby stops")
        .doesNotContain("Differences");
  }

  @Test
  void namesDifferencesAndEscapesTheirKeys() {
    record.end(
        Map.of(),
        new BucketComparison.Result(
            1, 0, List.of(new Difference("a/<img src=x>\u0007\"", "etag", "1", "absent"))),
        false);

    assertThat(page())
        .contains("does NOT equal", "a/&lt;img src=x&gt;\\u0007&quot;", ">absent<")
        .doesNotContain("<img");
  }

  @Test
  void saysWhyItWasNotCompleted() {
    record.failed("The demonstration was not completed: the standby did not catch up");

    assertThat(page()).contains("the standby did not catch up").doesNotContain(DemoScript.EQUAL);
  }
}
