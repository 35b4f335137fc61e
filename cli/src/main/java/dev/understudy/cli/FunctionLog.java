package dev.understudy.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/** The log of a function of a deployed stack. */
final class FunctionLog {
  private FunctionLog() {}

  /**
   * Prints the lines that match, the oldest first.
   *
   * @param function replicator, reconciler or health-probe
   * @param filter in the syntax of CloudWatch Logs
   * @param window before now
   */
  static void print(CommonOptions options, String function, String filter, Duration window) {
    Installation installation = options.installation();
    String group = installation.logGroup(function);
    long start = Instant.now().minus(window).toEpochMilli();
    Output output = options.output();
    Pace pace = output.pace("found", "lines");
    List<String> lines = new ArrayList<>();
    try (CloudWatchLogsClient logs = Clients.cloudWatchLogs(installation)) {
      for (FilterLogEventsResponse page :
          logs.filterLogEventsPaginator(
              r -> r.logGroupName(group).filterPattern(filter).startTime(start))) {
        page.events().forEach(event -> lines.add(event.message().stripTrailing()));
        output.progress(() -> pace.text(lines.size(), OptionalLong.empty(), OptionalLong.empty()));
      }
    }
    output.printLines(lines, Map.of("lines", lines));
  }
}
