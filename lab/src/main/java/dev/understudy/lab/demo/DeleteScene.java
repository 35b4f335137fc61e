package dev.understudy.lab.demo;

import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.console.Formats;
import java.util.List;

/** Deletes some files. */
final class DeleteScene implements Scene {
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "deleted";
  }

  @Override
  public String play(DemoContext context) {
    List<SiteFile> files = FileSelection.toDelete(context.folder());
    ParallelClients.each(CLIENTS, files, file -> context.writer().delete(file.key()));
    return "%s; %s".formatted(Formats.count(files.size(), "object"), context.caughtUp());
  }
}
