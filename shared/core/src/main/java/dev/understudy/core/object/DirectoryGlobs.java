package dev.understudy.core.object;

import java.util.ArrayList;
import java.util.List;

/**
 * The directories in which a pattern for files may match. rclone enters only these, so a key below
 * another directory is excluded, if a later rule excludes that directory.
 */
final class DirectoryGlobs {
  private DirectoryGlobs() {}

  /** Globs of directories, each with a final slash, or {@code /**} for all. */
  static List<String> of(String glob) {
    if (isOpaque(glob)) {
      return List.of("/**");
    }
    List<String> globs = new ArrayList<>();
    String rest = glob.replaceAll("/{2,}", "/");
    while (true) {
      int slash = rest.lastIndexOf('/');
      int stars = rest.lastIndexOf("**");
      int end = Math.max(slash, stars);
      if (end < 0) {
        break;
      }
      rest = rest.substring(0, end);
      String directory = rest + (stars > slash ? "**/" : "/");
      if (globs.isEmpty() || !globs.get(globs.size() - 1).equals(directory)) {
        globs.add(directory);
      }
    }
    if (globs.isEmpty()) {
      return List.of("/**");
    }
    // The root is always entered.
    return globs.stream().filter(directory -> !directory.equals("/")).toList();
  }

  /** Whether braces contain a slash, two stars or braces, so that no directory can be told. */
  private static boolean isOpaque(String glob) {
    int open = -1;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '{') {
        if (open >= 0) {
          return true;
        }
        open = i;
      } else if (c == '}' && open >= 0) {
        String inside = glob.substring(open, i);
        if (inside.contains("/") || inside.contains("**")) {
          return true;
        }
        open = -1;
      }
    }
    return glob.contains("}}");
  }
}
