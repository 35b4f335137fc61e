package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the state of an installation. */
@Command(
    name = "status",
    description = {
      "Shows whether a failover would work now.",
      "It shows the verdict, lag, backlog, parked messages, drift, the last proof and the pass.",
      "With --stack it also shows alarms, and lag and ages from CloudWatch."
    },
    footer = {
      "",
      "Exit codes: 1 if something needs attention, 3 if a part cannot be read.",
      "",
      "Examples:",
      "  understudy status --stack understudy-prod",
      "  understudy status --env target/stack.env --watch"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--watch", description = "Repeats until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "The pause between two repetitions. Default: ${DEFAULT-VALUE}")
  private int interval = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (interval < 1) {
      throw new ConfigurationException("--interval must be at least 1");
    }
    Installation installation = options.installation();
    Output output = options.output();
    Status status = Status.read(installation, output);
    output.print(status.fields());
    while (watch) {
      TimeUnit.SECONDS.sleep(interval);
      status = Status.read(installation, output);
      output.print(status.fields());
    }
    return status.exitCode();
  }
}
