package dev.understudy.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of an object, which can be read repeatedly.
 *
 * @param size in bytes
 */
public record ObjectContent(long size, Source source) {
  /** Opens a new stream from the first byte; the caller closes it. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  public static ObjectContent of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new ObjectContent(bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
