package dev.understudy.lab.demo;

import java.io.SequenceInputStream;
import java.util.List;

/** Some files get another content. */
final class Overwritten implements Scene {
  private static final Content ADDITION = Content.of("\nWith the second cast.\n");
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "overwritten";
  }

  @Override
  public String play(Stage stage) {
    List<SiteFile> files = Choice.toOverwrite(stage.folder());
    Workers.each(
        CLIENTS,
        files,
        file -> stage.writer().write(file.key(), longer(file), Created.headers(file)));
    return "%s with other bytes; %s"
        .formatted(Figures.count(files.size(), "object"), stage.caughtUp());
  }

  private static Content longer(SiteFile file) {
    Content whole = Content.of(file);
    return new Content(
        whole.size() + ADDITION.size(),
        () -> new SequenceInputStream(whole.source().open(), ADDITION.source().open()));
  }
}
