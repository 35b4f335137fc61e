package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares both sides with the reconciler. */
@Command(
    name = "reconcile",
    description = {
      "Compares both sides with the reconciler, and counts what differs.",
      "Without --apply this is a dry run: it sends no hints and records nothing.",
      "With --apply, one run continues the pass and sends hints. With --prefix it repairs what is",
      "missing or stale under the prefix, and only counts orphans."
    },
    footer = {
      "",
      "Exit codes: 1 if keys differ, or if deletions are withheld.",
      "",
      "Examples:",
      "  understudy reconcile --stack understudy-prod",
      "  understudy reconcile --stack understudy-prod --apply --prefix site/",
      "  understudy reconcile --env target/stack.env --apply --restart --deep"
    })
final class ReconcileCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--apply", description = "Sends hints, instead of a dry run.")
  private boolean apply;

  @Option(names = "--prefix", paramLabel = "P", description = "Only keys that begin with this.")
  private Optional<String> prefix = Optional.empty();

  @Option(names = "--deep", description = "Compares headers and tags of every key.")
  private boolean deep;

  @Option(names = "--restart", description = "Begins a new pass. Needs --apply, without --prefix.")
  private boolean restart;

  @Override
  public Integer call() {
    if (restart && (!apply || prefix.isPresent())) {
      throw new ConfigurationException("--restart needs --apply, and excludes --prefix");
    }
    Installation installation = options.installation();
    Output output = options.output();
    output.note("waiting for the reconciler; a run takes up to 15 minutes");
    OptionalLong keys =
        output.rewrites() && prefix.isEmpty()
            ? StandbyNotes.provedKeys(installation)
            : OptionalLong.empty();
    Pace pace = output.pace("compared", "keys");
    Map<String, Object> total =
        Answers.all(
            installation,
            request(),
            sum ->
                output.progress(
                    () -> pace.text(Answers.number(sum, "keys"), OptionalLong.empty(), keys),
                    Duration.ZERO,
                    () -> "compared " + sum.get("keys") + " keys so far"));
    output.print(total);
    return ExitCode.finding(differs(total));
  }

  private Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    if (!apply) {
      request.put("dryRun", true);
    }
    prefix.ifPresent(text -> request.put("prefix", text));
    if (deep) {
      request.put("deep", true);
    }
    if (restart) {
      request.put("restart", true);
    }
    return request;
  }

  private static boolean differs(Map<String, Object> answer) {
    return Answers.number(answer, "missing")
                + Answers.number(answer, "stale")
                + Answers.number(answer, "orphaned")
                + Answers.number(answer, "unreadable")
            > 0
        || JsonTree.at(answer, "withheld") != null;
  }
}
