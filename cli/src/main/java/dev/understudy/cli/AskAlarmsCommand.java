package dev.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which alarms are on. */
@Command(
    name = "alarms",
    description = "Lists the alarms that are on, and since when.",
    footer = {
      "",
      "Exit codes: 1 if an alarm is on.",
      "",
      "Examples:",
      "  understudy ask alarms --stack understudy-prod"
    })
final class AskAlarmsCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (StackMetrics metrics = new StackMetrics(options.installation())) {
      for (StackMetrics.Alarm alarm : metrics.alarms()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("since", alarm.since().toString());
        row.put("alarm", alarm.name());
        rows.add(row);
      }
    }
    options.output().print(Map.of("alarms", rows));
    return ExitCode.finding(!rows.isEmpty());
  }
}
