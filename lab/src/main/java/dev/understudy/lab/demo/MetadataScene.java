package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import java.util.List;
import java.util.Map;

/** Some files keep their bytes and get other headers, metadata or tags. */
final class MetadataScene implements Scene {
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "metadata changed";
  }

  @Override
  public String play(DemoContext stage) {
    List<SiteFile> files = FileSelection.toRelabel(stage.folder());
    Workers.each(CLIENTS, files, file -> relabel(stage.writer(), file));
    return "%s with the same bytes and other headers, metadata and tags; %s"
        .formatted(Formats.count(files.size(), "object"), stage.caughtUp());
  }

  private static void relabel(Writer writer, SiteFile file) {
    writer.relabel(
        file.key(),
        new ObjectHeaders(
            file.contentType(),
            "public, max-age=60",
            Map.of("uploaded-by", "understudy-demo", "revision", "2")));
    writer.tag(file.key(), Map.of("season", "2026 + 2027", "stage", "second"));
  }
}
