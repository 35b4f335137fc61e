package dev.understudy.lab.demo;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The files of a folder that a scene changes: every third, so that no two scenes change the same
 * file, and at most 20, so that a large folder does not take long.
 */
final class FileSelection {
  private static final int STEP = 3;
  private static final int MAX_FILES = 20;
  private static final long MAX_BYTES = 8L << 20;

  private FileSelection() {}

  static List<SiteFile> toOverwrite(SiteFolder folder) {
    return everyThird(folder, 0);
  }

  static List<SiteFile> toRelabel(SiteFolder folder) {
    return everyThird(folder, 1);
  }

  static List<SiteFile> toDelete(SiteFolder folder) {
    return everyThird(folder, 2);
  }

  private static List<SiteFile> everyThird(SiteFolder folder, int first) {
    List<SiteFile> files = folder.files();
    return IntStream.iterate(first, index -> index < files.size(), index -> index + STEP)
        .mapToObj(files::get)
        .filter(file -> file.size() <= MAX_BYTES)
        .limit(MAX_FILES)
        .toList();
  }
}
