package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The replicator's log lines with one outcome. */
@Command(
    name = "outcomes",
    description = "Prints the replicator's log lines with one outcome.",
    footer = {
      "",
      "Examples:",
      "  understudy ask outcomes Unavailable 15 --stack understudy-prod",
      "  understudy ask outcomes Parked 1440 --stack understudy-prod"
    })
final class AskOutcomesCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The outcome, such as Unavailable.")
  private String name = "";

  @Mixin private Recent recent = new Recent();

  @Override
  public Integer call() {
    Duration window = recent.window();
    if (!name.matches("[A-Za-z]+")) {
      throw new ConfigurationException(
          "\"%s\" is not an outcome: use a name of letters such as Unavailable".formatted(name));
    }
    FunctionLog.print(options, "replicator", "{ $.outcome = \"%s\" }".formatted(name), window);
    return ExitCode.OK;
  }
}
