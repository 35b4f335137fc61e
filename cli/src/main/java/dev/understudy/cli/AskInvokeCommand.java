package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A function's own answer. */
@Command(
    name = "invoke",
    description = {
      "Invokes a function once and prints its answer.",
      "The command waits up to 15 minutes, and never repeats an invocation."
    },
    footer = {
      "",
      "Exit codes: 4 if the function fails.",
      "",
      "Examples:",
      "  understudy ask invoke health-probe '{}' --stack understudy-prod",
      "  understudy ask invoke health-probe '{\"only\":[\"standby\"]}' --env target/stack.env"
    })
final class AskInvokeCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description = "replicator, reconciler or health-probe.")
  private String function = "";

  @Parameters(
      index = "1",
      paramLabel = "JSON",
      description = "The input, an object: '{}' if the function needs none.")
  private String json = "";

  @Override
  public Integer call() {
    Function<Installation.FunctionNames, String> chosen =
        AskCommand.choice("function", function, AskCommand.FUNCTIONS);
    Map<String, Object> input =
        JsonTree.object(json)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "the input is not a JSON object: %s; use '{}' if the function needs none"
                            .formatted(json)));
    Installation installation = options.installation();
    try (Functions functions = new Functions(installation)) {
      options
          .output()
          .print(functions.invoke(chosen.apply(installation.functions()), input).fields());
    }
    return ExitCode.OK;
  }
}
