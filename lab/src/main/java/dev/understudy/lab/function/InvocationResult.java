package dev.understudy.lab.function;

import java.util.List;

/** How one invocation ended. */
public sealed interface InvocationResult {
  String requestId();

  /** The payload, or the error as JSON, as the caller of the function receives it. */
  String payload();

  /** The end of what the invocation logged, at most 4 KiB. */
  String logTail();

  /** The handler returned; the payload is what it wrote. */
  record Answered(String requestId, String payload, String logTail) implements InvocationResult {}

  /** The handler threw, could not be made, or took too long. */
  record Failed(
      String requestId,
      String errorType,
      String errorMessage,
      List<String> stackTrace,
      String logTail)
      implements InvocationResult {
    public Failed {
      stackTrace = List.copyOf(stackTrace);
    }

    @Override
    public String payload() {
      return Json.write(
          new Json.Fields()
              .with("errorMessage", errorMessage)
              .with("errorType", errorType)
              .with("stackTrace", stackTrace));
    }
  }
}
