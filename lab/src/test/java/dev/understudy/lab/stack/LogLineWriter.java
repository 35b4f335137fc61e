package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A child process that logs each line of its input as a function does, then prints "logged". */
final class LogLineWriter {
  private static final Logger LOGGER = LogManager.getLogger("dev.understudy.replicator.Test");

  private LogLineWriter() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      LOGGER.info(line);
      System.out.println("logged");
    }
  }
}
