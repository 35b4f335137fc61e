package dev.understudy.lab.function;

import java.util.List;

/** The result of one invocation. */
public sealed interface InvocationResult {
  String requestId();

  /** The response, or the error as JSON, as the caller receives it. */
  String payload();

  /** The end of the invocation's log, at most 4 KiB. */
  String logTail();

  /** The handler returned; the payload is its output. */
  record Answered(String requestId, String payload, String logTail) implements InvocationResult {}

  /** The handler or its constructor threw, or the invocation exceeded its timeout. */
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
