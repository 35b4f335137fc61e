package dev.understudy.cli;

import dev.understudy.cli.verify.Audit;
import dev.understudy.cli.verify.BucketReader;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.deployment.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/** Compares both buckets without the code of the functions. */
@Command(
    name = "verify",
    description = {
      "Compares both buckets, independently of the functions.",
      "It shares no code with their comparison. It lists both sides, and compares headers,"
          + " metadata",
      "and tags of every key, or of a sample. A key that differs is compared again after a pause.",
      "The report has one JSON line for each compared key, and ends with its own SHA-256."
    },
    footer = {
      "",
      "Exit codes: 1 if a key differs. After Ctrl-C, --resume continues, and the code is 130.",
      "",
      "Examples:",
      "  understudy verify --stack understudy-prod --sample 100",
      "  understudy verify --stack understudy-prod --bytes --rate 50 --prefix site/",
      "  understudy verify --env target/stack.env --resume"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Compares one key in N. The listings of all keys are still compared.")
  private int sample = 1;

  @Option(names = "--prefix", paramLabel = "P", description = "Only keys that begin with this.")
  private String prefix = "";

  @Option(names = "--bytes", description = "Hashes both bodies of each compared key.")
  private boolean bytes;

  @Option(names = "--no-etag", description = "Ignores ETags, for a standby that keeps none.")
  private boolean noEtag;

  @Option(
      names = "--rate",
      paramLabel = "MIB",
      description = "At most this many MiB per second for --bytes. Default: ${DEFAULT-VALUE}")
  private long rate = 20;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description =
          "The pause before a key that differs is compared again. Default: ${DEFAULT-VALUE}")
  private int settle = 10;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Keys compared at the same time. Default: ${DEFAULT-VALUE}")
  private int threads = 8;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The report. Default: ${DEFAULT-VALUE}")
  private Path report = Path.of("understudy-verify.jsonl");

  @Option(names = "--resume", description = "Continues the report of a command that was stopped.")
  private boolean resume;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Audit.Options audited = audited();
    Installation installation = options.installation();
    Deployment deployment = installation.deployment();
    Output output = options.output();
    try (Interruption interruption = new Interruption();
        S3Client primary = Clients.primary(installation);
        S3Client standby = Clients.standby(installation)) {
      Audit audit =
          new Audit(
              new BucketReader(primary, deployment.primaryBucket(), deployment.primaryOwner()),
              new BucketReader(standby, deployment.standbyBucket(), Optional.empty()),
              audited);
      return print(
          audit.run(report, resume, interruption::requested, progress(audit, installation, output)),
          output);
    }
  }

  private Consumer<Map<String, Object>> progress(
      Audit audit, Installation installation, Output output) {
    OptionalLong total =
        output.rewrites() && prefix.isEmpty()
            ? StandbyNotes.provedKeys(installation)
            : OptionalLong.empty();
    Pace pace = output.pace("compared", "keys");
    return counts -> {
      long keys = counts.keySet().stream().mapToLong(name -> Answers.number(counts, name)).sum();
      if (resume) {
        pace.startAt(keys);
      }
      output.progress(
          () -> pace.text(keys, audit.hashedBytes(), total),
          Duration.ZERO,
          () -> "compared: " + counts);
    };
  }

  private Audit.Options audited() {
    if (sample < 1 || rate < 1 || settle < 0 || threads < 1) {
      throw new ConfigurationException(
          "--sample, --rate and --threads must be at least 1, and --settle at least 0");
    }
    return new Audit.Options(
        prefix,
        sample,
        !noEtag,
        bytes ? Optional.of(rate * MIB) : Optional.empty(),
        Duration.ofSeconds(settle),
        threads);
  }

  private int print(Audit.Result result, Output output) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("complete", result.digest().isPresent());
    shown.put("keys", result.counts());
    shown.put("findings", result.findings());
    shown.put("report", report.toString());
    result.digest().ifPresent(digest -> shown.put("sha256OfReport", digest));
    output.print(shown);
    return ExitCode.finding(result.found() || result.digest().isEmpty());
  }
}
