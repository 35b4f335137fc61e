package dev.understudy.cli;

import dev.understudy.cli.failback.FailbackResult;
import dev.understudy.cli.failback.Journal;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a failback would do. */
@Command(
    name = "plan",
    description = {
      "Shows what writers changed on the standby since the promotion, and writes nothing.",
      "A key is copied or deleted on the primary only if the primary still has what the",
      "standby had before. If both sides changed, the key is in conflict: a person decides."
    },
    footer = {
      FailbackOptions.FOOTER,
      "  understudy failback plan --stack understudy-prod",
      "  understudy failback plan --env target/stack.env --since 2026-11-28T14:00:00Z --json"
    })
final class FailbackPlanCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private FailbackOptions compared = new FailbackOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    compared.verify();
    CommonOptions.Source source = options.source();
    Installation installation = source.installation();
    Output output = options.output();
    try (Interruption interruption = new Interruption();
        FailbackStores stores = new FailbackStores(installation, source.variables());
        Journal journal = Journal.read(compared.report())) {
      Instant promotedAt = stores.promotedAt(compared);
      FailbackResult result =
          stores
              .failback(compared, promotedAt, journal)
              .plan(interruption::requested, output::note);
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("promotedAt", promotedAt.toString());
      shown.putAll(result.fields());
      output.print(shown);
      return ExitCode.finding(result.isLeft());
    }
  }
}
