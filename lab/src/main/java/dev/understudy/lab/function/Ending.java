package dev.understudy.lab.function;

import java.util.Arrays;
import java.util.List;

/** How an invocation ended, before it has a log. */
sealed interface Ending {
  InvocationResult result(String requestId, String logTail);

  /** The handler returned. */
  record Returned(String payload) implements Ending {
    @Override
    public InvocationResult result(String requestId, String logTail) {
      return new InvocationResult.Answered(requestId, payload, logTail);
    }
  }

  /** The handler threw, or could not be made. */
  record Threw(Throwable cause) implements Ending {
    @Override
    public InvocationResult result(String requestId, String logTail) {
      List<String> frames =
          Arrays.stream(cause.getStackTrace()).map(StackTraceElement::toString).toList();
      return new InvocationResult.Failed(
          requestId,
          cause.getClass().getName(),
          cause.getMessage() == null ? "" : cause.getMessage(),
          frames,
          logTail);
    }
  }

  /** The handler was not let finish. */
  record Stopped(String reason) implements Ending {
    @Override
    public InvocationResult result(String requestId, String logTail) {
      return new InvocationResult.Failed(
          requestId,
          "Sandbox.Timedout",
          "RequestId: " + requestId + " Error: " + reason,
          List.of(),
          logTail);
    }
  }
}
