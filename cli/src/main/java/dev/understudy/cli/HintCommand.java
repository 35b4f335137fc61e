package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends hints and prints their outcomes. */
@Command(
    name = "hint",
    description = {
      "Makes single keys equal to the primary now, and prints the outcome of each.",
      "The command sends a hint to the replicator, which decides what to do. This is always safe."
    },
    footer = {
      "",
      "Exit codes: 1 if a key is not settled.",
      "",
      "Examples:",
      "  understudy hint --stack understudy-prod site/index.html",
      "  understudy hint --env target/stack.env --dry-run a.html b.html"
    })
final class HintCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--dry-run", description = "Prints which hints would be sent, and sends none.")
  private boolean dryRun;

  @Parameters(paramLabel = "KEY", arity = "1..*", description = "Keys of objects.")
  private List<String> keys = List.of();

  @Override
  public Integer call() {
    List<ObjectKey> valid = keys.stream().map(HintCommand::key).toList();
    Installation installation = options.installation();
    List<Map<String, Object>> rows = new ArrayList<>();
    if (dryRun) {
      valid.forEach(key -> rows.add(Map.of("key", key.value())));
      options.output().print(Map.of("wouldHint", rows));
      return ExitCode.OK;
    }
    Output output = options.output();
    Pace pace = output.pace("sent", "hints");
    OptionalLong total = OptionalLong.of(valid.size());
    boolean settled = true;
    try (Convergence convergence = new Convergence(installation)) {
      for (ObjectKey key : valid) {
        Convergence.Result result = convergence.converge(key);
        rows.add(result.row());
        settled &= result.settled();
        output.progress(() -> pace.text(rows.size(), OptionalLong.empty(), total));
      }
    }
    output.print(Map.of("hints", rows));
    return ExitCode.finding(!settled);
  }

  private static ObjectKey key(String text) {
    try {
      return new ObjectKey(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "\"%s\" is not a key of an object: %s".formatted(text, e.getMessage()));
    }
  }
}
