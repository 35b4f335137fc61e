package dev.understudy.cli;

/** A function returned an error instead of an answer. The message is the function's own. */
final class FunctionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailedException(String function, String message) {
    super("The function %s failed: %s".formatted(function, message));
  }
}
