package dev.understudy.cli;

import dev.understudy.cli.failback.Decisions;
import dev.understudy.cli.failback.Failback;
import dev.understudy.cli.failback.FailbackResult;
import dev.understudy.cli.failback.Journal;
import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies what writers changed on the standby to the primary. */
@Command(
    name = "apply",
    description = {
      "Copies what writers changed on the standby to the primary, and compares both sides again.",
      "`failback plan` shows it first. Each write has a condition: the primary must still have",
      "what was seen. A key that both sides changed stays as it is, unless you take a side.",
      "The command can be stopped and repeated at any time."
    },
    footer = {
      FailbackOptions.FOOTER,
      "  understudy failback apply --stack understudy-prod --writers-stopped",
      "  understudy failback apply --stack understudy-prod --take standby site/a.html site/b.html",
      "  understudy failback apply --stack understudy-prod --decisions decisions.jsonl"
    })
final class FailbackApplyCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private FailbackOptions compared = new FailbackOptions();

  @Option(
      names = "--writers-stopped",
      description = "Confirms that nobody writes to either side. Otherwise the command asks.")
  private boolean writersStopped;

  @Option(
      names = "--take",
      paramLabel = "SIDE",
      description = "The side that counts for each KEY in conflict: standby or primary.")
  private Optional<Decisions.Side> take = Optional.empty();

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description = "JSON lines such as {\"key\":\"a.html\",\"take\":\"standby\"}.")
  private Optional<Path> decisionFile = Optional.empty();

  @Parameters(paramLabel = "KEY", arity = "0..*", description = "Keys that --take is about.")
  private List<String> keys = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    compared.verify();
    Decisions decisions = decisions();
    CommonOptions.Source source = options.source();
    Installation installation = source.installation();
    Confirmation.require(
        writersStopped, "--writers-stopped", "Nobody writes to the standby or to the primary.");
    Fence.require(installation);
    try (Interruption interruption = new Interruption();
        FailbackStores stores = new FailbackStores(installation, source.variables());
        Journal journal = Journal.open(compared.report())) {
      Instant promotedAt = stores.promotedAt(compared);
      return apply(
          stores.failback(compared, promotedAt, journal), promotedAt, decisions, interruption);
    }
  }

  private Decisions decisions() {
    if (take.isPresent() == keys.isEmpty()) {
      throw new ConfigurationException("--take and the keys that it is about need each other");
    }
    Decisions decisions = new Decisions();
    decisionFile.ifPresent(decisions::addAll);
    take.ifPresent(side -> keys.forEach(key -> decisions.add(key, side)));
    return decisions;
  }

  private int apply(
      Failback failback, Instant promotedAt, Decisions decisions, Interruption interruption)
      throws IOException, InterruptedException {
    Output output = options.output();
    FailbackResult done = failback.apply(decisions, interruption::requested, output::note);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("promotedAt", promotedAt.toString());
    shown.putAll(done.fields());
    shown.put("report", compared.report().toString());
    boolean equal = false;
    try {
      if (done.complete()) {
        output.note("comparing both sides again");
        FailbackResult left = failback.plan(interruption::requested, output::note);
        equal = !left.isLeft();
        shown.put("left", left.fields().get("keys"));
      }
    } finally {
      // Also if the second comparison fails, because writes were made.
      shown.put("equal", equal);
      output.print(shown);
    }
    return ExitCode.finding(!equal);
  }
}
