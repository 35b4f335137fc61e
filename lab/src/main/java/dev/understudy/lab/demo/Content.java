package dev.understudy.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * Bytes that can be read again and again.
 *
 * @param size how many there are
 */
public record Content(long size, Source source) {
  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  public static Content of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Content(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static Content of(SiteFile file) {
    return new Content(file.size(), () -> Files.newInputStream(file.path()));
  }
}
