package dev.understudy.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reads text files that a jar contains. */
public final class Resources {
  private Resources() {}

  /**
   * The text of a file, in UTF-8.
   *
   * @param beside a class of the package that contains the file
   * @throws NullPointerException that names the file, if it is missing
   */
  public static String text(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
