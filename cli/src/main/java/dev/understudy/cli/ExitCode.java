package dev.understudy.cli;

/** The exit codes that docs/cli.md documents. */
final class ExitCode {
  /** The command is done, and nothing needs attention. */
  static final int OK = 0;

  /** The command is done and found something that needs attention. */
  static final int FINDING = 1;

  /** The command line or the configuration is wrong; nothing was done. */
  static final int USAGE = 2;

  /** A service cannot be reached, or it rejects the request. */
  static final int UNREACHABLE = 3;

  /** A function returned an error, or an unexpected error occurred. */
  static final int FAILED = 4;

  private ExitCode() {}

  /** {@link #FINDING} or {@link #OK}. */
  static int finding(boolean found) {
    return found ? FINDING : OK;
  }
}
