package dev.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The value of a parameter or output of the stack. */
@Command(
    name = "value",
    description = "Prints the value of a parameter or output of the stack, and nothing else.",
    footer = {
      "",
      "Examples:",
      "  understudy ask value PrimaryBucket --stack understudy-prod",
      "  curl \"$(understudy ask value PublicUrl)/.origin/id.txt\""
    })
final class AskValueCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "NAME", description = "Such as PrimaryBucket.")
  private String name = "";

  @Override
  public Integer call() {
    String value = StackValues.read(options.installation()).get(name);
    options.output().printLines(List.of(value), Map.of(name, value));
    return ExitCode.OK;
  }
}
