package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.store.StoreException;
import dev.understudy.page.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns an exception into one line on standard error and an exit code. */
final class Failures {
  private Failures() {}

  /** Called by picocli. */
  static int report(Exception e, CommandLine line, ParseResult parsed) {
    Understudy process = (Understudy) line.getCommandSpec().root().userObject();
    process.progress().clear(line.getErr());
    String name = new Palette(process.terminal().err()).error("understudy:");
    line.getErr().println(name + " " + SafeText.of(String.valueOf(message(e))));
    return code(e);
  }

  /** What went wrong, for people. Exceptions of core and of the SDK quote no secret. */
  static String message(Exception e) {
    boolean expected =
        isConfiguration(e) || isUnreachable(e) || e instanceof FunctionFailedException;
    return expected ? String.valueOf(e.getMessage()) : "unexpected error: " + e;
  }

  /** The exit code for this exception. */
  static int code(Exception e) {
    if (isConfiguration(e)) {
      return ExitCode.USAGE;
    }
    return isUnreachable(e) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
  }

  private static boolean isConfiguration(Exception e) {
    return e instanceof ConfigurationException;
  }

  private static boolean isUnreachable(Exception e) {
    return e instanceof SdkException
        || e instanceof StoreException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }
}
