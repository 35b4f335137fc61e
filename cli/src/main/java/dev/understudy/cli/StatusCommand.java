package dev.understudy.cli;

import dev.understudy.cli.plan.Prices;
import dev.understudy.core.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
      "With --stack it also shows alarms, lag and ages from CloudWatch, and what the last 24 hours",
      "cost and saved.",
      "With --serve it shows the same on a page, for browsers on this machine, until Ctrl-C."
    },
    footer = {
      "",
      "Exit codes: 1 if something needs attention, 3 if a part cannot be read.",
      "",
      "Examples:",
      "  understudy status --stack understudy-prod",
      "  understudy status --env target/stack.env --watch",
      "  understudy status --stack understudy-prod --serve --port 8080"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--watch", description = "Repeats until Ctrl-C.")
  private boolean watch;

  @Option(names = "--serve", description = "Serves a page, and prints its address.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of the page. Default: any free port")
  private int port;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "The pause between two repetitions. Default: ${DEFAULT-VALUE}")
  private int interval = 10;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Prices that replace the defaults, as for plan.")
  private Optional<Path> prices = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    Installation installation = options.installation();
    Output output = options.output();
    Prices known = Prices.load(prices);
    Optional<StackCosts> costs =
        installation.stack().map(stack -> new StackCosts(installation, known));
    return serve ? serve(installation, costs, output) : print(installation, costs, output);
  }

  private void checkOptions() {
    if (interval < 1) {
      throw new ConfigurationException("--interval must be at least 1");
    }
    if (port != 0 && !serve) {
      throw new ConfigurationException("--port needs --serve");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigurationException("--port must be from 0 to " + MAX_PORT);
    }
    if (serve && watch) {
      throw new ConfigurationException("--serve and --watch exclude each other");
    }
  }

  private Integer print(Installation installation, Optional<StackCosts> costs, Output output)
      throws InterruptedException {
    try (StackMetrics metrics = new StackMetrics(installation)) {
      Status status = Status.read(installation, metrics, costs, output);
      output.print(status.fields());
      while (watch) {
        TimeUnit.SECONDS.sleep(interval);
        status = Status.read(installation, metrics, costs, output);
        output.print(status.fields());
      }
      return status.exitCode();
    }
  }

  /** Ends with Ctrl-C only. */
  private Integer serve(Installation installation, Optional<StackCosts> costs, Output output)
      throws InterruptedException {
    try (StatusPage page = new StatusPage(installation, costs, output, port, interval)) {
      output.print(Map.of("page", page.uri().toString()));
      while (true) {
        page.update();
        TimeUnit.SECONDS.sleep(interval);
      }
    }
  }
}
