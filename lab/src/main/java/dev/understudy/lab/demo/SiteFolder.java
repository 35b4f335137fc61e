package dev.understudy.lab.demo;

import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A user's folder, read as the objects of a bucket. */
public record SiteFolder(Path path, List<SiteFile> files) {
  public SiteFolder {
    files = List.copyOf(files);
  }

  /**
   * Every regular file below the path, links not followed, sorted by key.
   *
   * @throws ConfigurationException if that is no folder, or has nothing or something unreadable in
   *     it
   */
  public static SiteFolder read(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ConfigurationException(
          "DIR is \"%s\", which is no folder: give one that exists".formatted(path));
    }
    List<SiteFile> files = files(path);
    if (files.isEmpty()) {
      throw new ConfigurationException(
          "DIR is \"%s\", which holds no file: give a folder with some".formatted(path));
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
          "DIR is \"%s\", which cannot be read (%s): give one that can".formatted(path, e));
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
   * The path below the folder. It is taken from the file's URI, which has the bytes of its name: as
   * text they would depend on the locale that this JVM was started in.
   */
  private static String key(Path folder, Path file) {
    URI key = folder.toUri().relativize(file.toUri());
    return key.getPath();
  }
}
