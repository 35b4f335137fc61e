package dev.understudy.lab.demo;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which files of a folder something happens to: every third, so that no file is chosen for two
 * things, and not too many, so that a large folder does not make a long story.
 */
final class FileSelection {
  private static final int STEP = 3;
  private static final int MAX_FILES = 20;
  private static final long LARGEST = 8L << 20;

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
        .filter(file -> file.size() <= LARGEST)
        .limit(MAX_FILES)
        .toList();
  }
}
