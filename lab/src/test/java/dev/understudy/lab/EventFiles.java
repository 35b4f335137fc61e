package dev.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sample events of the repository. */
public final class EventFiles {
  private EventFiles() {}

  public static String read(String name) {
    try {
      return Files.readString(Path.of(System.getProperty("understudy.root"), "events", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
