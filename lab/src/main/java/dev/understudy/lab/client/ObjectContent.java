package dev.understudy.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that can be read again and again.
 *
 * @param size how many there are
 */
public record ObjectContent(long size, Source source) {
  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  public static ObjectContent of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new ObjectContent(bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
