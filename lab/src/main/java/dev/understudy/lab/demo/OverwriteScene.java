package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.console.Formats;
import java.io.SequenceInputStream;
import java.util.List;

/** Some files get another content. */
final class OverwriteScene implements Scene {
  private static final ObjectContent ADDITION = ObjectContent.of("\nWith the second cast.\n");
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "overwritten";
  }

  @Override
  public String play(DemoContext stage) {
    List<SiteFile> files = FileSelection.toOverwrite(stage.folder());
    Workers.each(
        CLIENTS,
        files,
        file -> stage.writer().write(file.key(), longer(file), UploadScene.headers(file)));
    return "%s with other bytes; %s"
        .formatted(Formats.count(files.size(), "object"), stage.caughtUp());
  }

  private static ObjectContent longer(SiteFile file) {
    ObjectContent whole = file.content();
    return new ObjectContent(
        whole.size() + ADDITION.size(),
        () -> new SequenceInputStream(whole.source().open(), ADDITION.source().open()));
  }
}
