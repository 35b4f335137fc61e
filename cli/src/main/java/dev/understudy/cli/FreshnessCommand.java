package dev.understudy.cli;

import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks whether both sides are proved equal. */
@Command(
    name = "freshness",
    description = {
      "Checks whether both sides are proved equal: before a failback, a failover by hand or",
      "a drill. All queues must be empty, and the reconciler's last proof of equality must be",
      "recent."
    },
    footer = {
      "",
      "Exit codes: 0 fresh, 1 not fresh, with every reason.",
      "",
      "Examples:",
      "  understudy freshness --stack understudy-prod",
      "  understudy freshness --env target/stack.env --max-age 600"
    })
final class FreshnessCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--max-age",
      paramLabel = "SECONDS",
      description = "The maximum age of the last proof. Default: ${DEFAULT-VALUE}")
  private long maxAge = 7200;

  @Override
  public Integer call() throws IOException {
    if (maxAge < 1) {
      throw new ConfigurationException("--max-age must be at least 1");
    }
    Installation installation = options.installation();
    List<String> reasons = new ArrayList<>();
    if (installation.deployment().promoted()) {
      reasons.add("the standby is promoted, so nothing is replicated");
    }
    addQueues(installation, reasons);
    Optional<Long> age = proofAge(installation);
    if (age.isEmpty()) {
      reasons.add("the reconciler has no proof of equality: run `understudy reconcile --apply`");
    } else if (age.get() > maxAge) {
      reasons.add(
          "the last proof of equality is %d s old, more than %d s".formatted(age.get(), maxAge));
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("fresh", reasons.isEmpty());
    age.ifPresent(seconds -> shown.put("proofAgeSeconds", seconds));
    shown.put("reasons", reasons);
    options.output().print(shown);
    return ExitCode.finding(!reasons.isEmpty());
  }

  private static void addQueues(Installation installation, List<String> reasons)
      throws IOException {
    Map<String, String> queues = new LinkedHashMap<>();
    queues.put("changes", installation.queues().changes());
    queues.put("repairs", installation.queues().repairs());
    queues.put("dead-letter", installation.queues().deadLetter());
    try (SqsDepths sqs = Clients.depths(installation)) {
      for (Map.Entry<String, String> queue : queues.entrySet()) {
        long depth = sqs.depth(queue.getValue());
        if (depth > 0) {
          reasons.add("the %s queue has %d messages".formatted(queue.getKey(), depth));
        }
      }
    }
  }

  /** Seconds since the last pass without drift began; empty if there was none. */
  private static Optional<Long> proofAge(Installation installation) {
    try (StandbyNotes notes = new StandbyNotes(installation)) {
      return notes
          .proof()
          .flatMap(proof -> proof.time("began"))
          .map(began -> Duration.between(began, Instant.now()).toSeconds());
    }
  }
}
