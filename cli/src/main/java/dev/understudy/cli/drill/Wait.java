package dev.understudy.cli.drill;

/**
 * How long it took until an origin served.
 *
 * @param seconds since the change, rounded down
 * @param failedRequests requests that neither origin answered
 */
record Wait(End end, long seconds, int failedRequests) {
  /** Why the waiting ended. */
  enum End {
    SERVES("serves"),
    LIMIT("does not serve within the limit"),
    OUTAGE(
        "does not serve, and %d requests in a row failed: this is an outage, not a drill"
            .formatted(Drill.MAX_FAILURES_IN_A_ROW)),
    STOPPED("was not awaited, because the drill was stopped");

    private final String text;

    End(String text) {
      this.text = text;
    }

    /** After the name of the origin. */
    String text() {
      return text;
    }
  }

  boolean serves() {
    return end == End.SERVES;
  }
}
