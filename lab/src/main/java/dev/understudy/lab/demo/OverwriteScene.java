package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.console.Formats;
import java.io.SequenceInputStream;
import java.util.List;

/** Overwrites some files with other bytes. */
final class OverwriteScene implements Scene {
  private static final ObjectContent ADDITION = ObjectContent.of("\nOverwritten by the demo.\n");
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "overwritten";
  }

  @Override
  public String play(DemoContext context) {
    List<SiteFile> files = FileSelection.toOverwrite(context.folder());
    ParallelClients.each(
        CLIENTS,
        files,
        file -> context.writer().write(file.key(), longer(file), UploadScene.headers(file)));
    return "%s with other bytes; %s"
        .formatted(Formats.count(files.size(), "object"), context.caughtUp());
  }

  private static ObjectContent longer(SiteFile file) {
    ObjectContent whole = file.content();
    return new ObjectContent(
        whole.size() + ADDITION.size(),
        () -> new SequenceInputStream(whole.source().open(), ADDITION.source().open()));
  }
}
