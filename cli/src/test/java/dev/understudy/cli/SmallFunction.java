package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A function that needs no library, and always returns its variable ANSWER. Lambda runs it. */
public final class SmallFunction {
  /** Called by Lambda. */
  public void handle(InputStream input, OutputStream output) throws IOException {
    output.write(System.getenv("ANSWER").getBytes(UTF_8));
  }
}
