package dev.understudy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.page.XmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/performance.md shows what the model calculates. */
class ScaleTest {
  private static final Path DOCS = Path.of(System.getProperty("understudy.root"), "docs");

  static List<List<String>> tables() {
    return List.of(ScaleTables.passes(), ScaleTables.backfills(), ScaleTables.inventories());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theDocumentHasTheTable(List<String> table) throws IOException {
    assertThat(Files.readString(DOCS.resolve("performance.md"))).contains(String.join("\n", table));
  }

  /** If the model has changed, copy target/scale.svg. */
  @Test
  void thePictureIsWhatTheModelDraws() throws IOException {
    String svg = ScalePlot.svg();
    Path drawn = DOCS.resolveSibling("target").resolve("scale.svg");
    Files.createDirectories(drawn.getParent());
    Files.writeString(drawn, svg);

    assertThat(XmlPage.parse(svg).getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(Files.readString(DOCS.resolve("images/scale.svg"))).isEqualTo(svg);
  }
}
