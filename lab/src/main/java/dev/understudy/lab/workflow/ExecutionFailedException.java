package dev.understudy.lab.workflow;

/** A task, and with it an execution, failed. */
public final class ExecutionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String error;

  /**
   * @param error the name that retriers compare
   */
  public ExecutionFailedException(String error, String cause) {
    super(error + ": " + cause);
    this.error = error;
  }

  String error() {
    return error;
  }
}
