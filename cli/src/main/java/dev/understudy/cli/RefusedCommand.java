package dev.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the standby cannot hold. */
@Command(
    name = "refused",
    description = "Shows what the standby cannot hold.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RefusedCommand.ListCommand.class)
final class RefusedCommand {
  /** Lists refused objects, and replicas without some labels. */
  @Command(
      name = "list",
      description = {
        "Lists objects that the replicator has refused (refused), with the reason, and replicas",
        "without some tags, metadata or headers (labelsLeftOut)."
      },
      footer = {
        "",
        "Exit codes: 1 if an object is refused.",
        "",
        "Examples:",
        "  understudy refused list --stack understudy-prod",
        "  understudy refused list --env target/stack.env --json"
      })
  static final class ListCommand implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() {
      Map<String, Object> total =
          Answers.all(options.installation(), Map.of("list", "refused"), sum -> {});
      options.output().print(total);
      return ExitCode.finding(total.get("refused") instanceof List<?> l && !l.isEmpty());
    }
  }
}
