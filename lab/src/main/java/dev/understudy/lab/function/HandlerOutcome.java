package dev.understudy.lab.function;

import java.util.Arrays;
import java.util.List;

/** How a handler's invocation ended; its request ID and log are added afterwards. */
sealed interface HandlerOutcome {
  InvocationResult result(String requestId, String logTail);

  /** The handler returned. */
  record Returned(String payload) implements HandlerOutcome {
    @Override
    public InvocationResult result(String requestId, String logTail) {
      return new InvocationResult.Answered(requestId, payload, logTail);
    }
  }

  /** The handler or its constructor threw. */
  record Threw(Throwable cause) implements HandlerOutcome {
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

  /** The invocation was stopped before the handler returned. */
  record Stopped(String reason) implements HandlerOutcome {
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
