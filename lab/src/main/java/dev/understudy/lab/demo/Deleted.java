package dev.understudy.lab.demo;

import java.util.List;

/** Some files go. */
final class Deleted implements Scene {
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "deleted";
  }

  @Override
  public String play(Stage stage) {
    List<SiteFile> files = Choice.toDelete(stage.folder());
    Workers.each(CLIENTS, files, file -> stage.writer().delete(file.key()));
    return "%s; %s".formatted(Figures.count(files.size(), "object"), stage.caughtUp());
  }
}
