package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import java.util.List;
import java.util.Map;

/** Changes headers, user metadata and tags of some files and keeps their bytes. */
final class MetadataScene implements Scene {
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "metadata changed";
  }

  @Override
  public String play(DemoContext context) {
    List<SiteFile> files = FileSelection.toRelabel(context.folder());
    ParallelClients.each(CLIENTS, files, file -> relabel(context.writer(), file));
    return "%s with new headers, metadata and tags, and unchanged bytes; %s"
        .formatted(Formats.count(files.size(), "object"), context.caughtUp());
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
