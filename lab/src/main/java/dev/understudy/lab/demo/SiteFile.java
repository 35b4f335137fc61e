package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectContent;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of a folder, and its key in the bucket. */
public record SiteFile(String key, Path path, long size, String contentType) {
  /** The file's bytes; each use opens the file again. */
  ObjectContent content() {
    return new ObjectContent(size, () -> Files.newInputStream(path));
  }
}
