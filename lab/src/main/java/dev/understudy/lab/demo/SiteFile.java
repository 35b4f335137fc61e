package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectContent;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of a folder, and the key that it gets. */
public record SiteFile(String key, Path path, long size, String contentType) {
  /** The file's bytes, read anew on each use. */
  ObjectContent content() {
    return new ObjectContent(size, () -> Files.newInputStream(path));
  }
}
