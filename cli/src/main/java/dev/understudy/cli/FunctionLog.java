package dev.understudy.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

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
    String group = "/understudy/%s/%s".formatted(installation.deployedStack(), function);
    long start = Instant.now().minus(window).toEpochMilli();
    List<String> lines;
    try (CloudWatchLogsClient logs = Clients.cloudWatchLogs(installation)) {
      lines =
          logs
              .filterLogEventsPaginator(
                  r -> r.logGroupName(group).filterPattern(filter).startTime(start))
              .events()
              .stream()
              .map(event -> event.message().stripTrailing())
              .toList();
    }
    options.output().printLines(lines, Map.of("lines", lines));
  }
}
