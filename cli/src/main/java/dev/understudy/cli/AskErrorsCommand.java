package dev.understudy.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A function's errors and warnings. */
@Command(
    name = "errors",
    description = "Prints the log lines of a function at ERROR or WARN.",
    footer = {
      "",
      "Examples:",
      "  understudy ask errors replicator --stack understudy-prod",
      "  understudy ask errors reconciler 720 --stack understudy-prod"
    })
final class AskErrorsCommand implements Callable<Integer> {
  private static final String FILTER = "{ $.level = \"ERROR\" || $.level = \"WARN\" }";

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description = "replicator, reconciler or health-probe.")
  private String function = "";

  @Mixin private Recent recent = new Recent();

  @Override
  public Integer call() {
    AskCommand.choice("function", function, AskCommand.FUNCTIONS);
    Duration window = recent.window();
    FunctionLog.print(options, function, FILTER, window);
    return ExitCode.OK;
  }
}
