package dev.understudy.lab.demo;

import dev.understudy.lab.console.Formats;
import java.util.List;

/** Some files go. */
final class DeleteScene implements Scene {
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "deleted";
  }

  @Override
  public String play(DemoContext stage) {
    List<SiteFile> files = FileSelection.toDelete(stage.folder());
    Workers.each(CLIENTS, files, file -> stage.writer().delete(file.key()));
    return "%s; %s".formatted(Formats.count(files.size(), "object"), stage.caughtUp());
  }
}
