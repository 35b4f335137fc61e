package dev.understudy.lab.demo;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.client.ContentTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of the user, whose files become the objects of a bucket. */
public record SiteFolder(Path path, List<SiteFile> files) {
  public SiteFolder {
    files = List.copyOf(files);
  }

  /**
   * Reads every regular file below the path, sorted by key; symbolic links are left out.
   *
   * @throws ConfigurationException if the path is not a folder, is empty, or holds an unreadable
   *     file
   */
  public static SiteFolder read(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ConfigurationException(
          "DIR is \"%s\", which is not a folder: name an existing folder".formatted(path));
    }
    List<SiteFile> files = files(path);
    if (files.isEmpty()) {
      throw new ConfigurationException(
          "DIR is \"%s\", which contains no file: name a folder with files".formatted(path));
    }
    return new SiteFolder(path, files);
  }

  private static List<SiteFile> files(Path path) {
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> file(path, file))
          .sorted(Comparator.comparing(SiteFile::key))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigurationException(
          "DIR is \"%s\", which cannot be read (%s): name a readable folder".formatted(path, e));
    }
  }

  public long bytes() {
    return files.stream().mapToLong(SiteFile::size).sum();
  }

  private static SiteFile file(Path folder, Path file) {
    if (!Files.isReadable(file)) {
      throw new UncheckedIOException(new IOException(file + " is not readable"));
    }
    try {
      String key = key(folder, file);
      return new SiteFile(key, file, Files.size(file), ContentTypes.of(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The path below the folder. It is taken from the file's URI, which keeps the bytes of the name:
   * the text of a path depends on the locale of this JVM.
   */
  private static String key(Path folder, Path file) {
    URI key = folder.toUri().relativize(file.toUri());
    return key.getPath();
  }
}
