package dev.understudy.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.understudy.cli.plan.BucketSize;
import dev.understudy.cli.plan.PlanPage;
import dev.understudy.cli.plan.PlanReport;
import dev.understudy.cli.plan.Survey;
import dev.understudy.cli.plan.SurveyRun;
import dev.understudy.cli.plan.Tally;
import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Listing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a backfill and a month will cost. */
@Command(
    name = "plan",
    description = {
      "Says what a backfill and a month will cost, and how long a backfill takes.",
      "It lists the primary, and counts keys and bytes by prefix, size and age, and what the",
      "standby cannot hold. It writes nothing to either side. It needs AWS_REGION and",
      "PRIMARY_BUCKET only; with --standby, also the standby. REPLICATE_PREFIXES,",
      "REPLICATE_MAX_AGE_DAYS and, with REPLICATE_FILTER=object, the filter in the primary set the",
      "scope. --filter plans another filter, and counts what it would change.",
      "With --keys and --bytes it lists nothing, and plans for a bucket of this size. With"
          + " --stack,",
      "it also shows what the last 24 hours of the stack cost and saved."
    },
    footer = {
      "",
      "After Ctrl-C, the result is partial, and the exit code is 130.",
      "",
      "Examples:",
      "  understudy plan --set AWS_REGION=us-east-1 --set PRIMARY_BUCKET=site --html plan.html",
      "  understudy plan --stack understudy-prod --standby --changes-per-day 3000",
      "  understudy plan --env target/stack.env --set REPLICATE_MAX_AGE_DAYS=365",
      "  understudy plan --stack understudy-prod --standby --filter new-filter.txt",
      "  understudy plan --keys 1e9 --bytes 100e12"
    })
final class PlanCommand implements Callable<Integer> {
  private static final Duration BETWEEN_NOTES = Duration.ofSeconds(5);

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--standby",
      description = "Lists the standby, too, and counts only what is missing or stale there.")
  private boolean standby;

  @Option(names = "--prefix", paramLabel = "P", description = "Only keys that begin with this.")
  private String prefix = "";

  @Option(
      names = "--changes-per-day",
      paramLabel = "N",
      description = "Changes of objects. Without it, the month has its standing cost only.")
  private long changesPerDay;

  @Option(
      names = "--filter",
      paramLabel = "FILE",
      description = "Plans this filter in place of the one in force.")
  private Optional<Path> filter = Optional.empty();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Prices and rates that replace the defaults, one name=value in a line.")
  private Optional<Path> prices = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes a self-contained page with plots.")
  private Optional<Path> html = Optional.empty();

  @ArgGroup(exclusive = false)
  private @Nullable PlanSize size;

  @Override
  public Integer call() throws IOException {
    if (changesPerDay < 0) {
      throw new ConfigurationException("--changes-per-day must be at least 0");
    }
    PlanSettings settings = PlanSettings.read(options.source(), filter, prices);
    if (size != null) {
      return planSize(size.bucket(), settings);
    }
    html.ifPresent(PlanCommand::requireWritable);
    return standby ? planBoth(settings) : planPrimary(settings);
  }

  private int planSize(BucketSize bucket, PlanSettings settings) {
    if (standby || !prefix.isEmpty() || filter.isPresent() || html.isPresent()) {
      throw new ConfigurationException(
          "--keys lists no bucket, so it excludes --standby, --prefix, --filter and --html");
    }
    options.output().print(bucket.report(settings.prices(), settings.limits(), changesPerDay));
    return ExitCode.OK;
  }

  /** Before a listing that may take an hour. Keeps an existing page. */
  private static void requireWritable(Path file) {
    try {
      Files.newOutputStream(file, CREATE, WRITE).close();
    } catch (IOException e) {
      throw new ConfigurationException("--html %s cannot be written".formatted(file));
    }
  }

  private int planPrimary(PlanSettings settings) throws IOException {
    Environment environment = settings.environment();
    AwsAccess aws = AwsAccess.of(environment);
    String bucket = environment.required("PRIMARY_BUCKET");
    Optional<String> owner = environment.optional("PRIMARY_OWNER");
    Optional<URI> endpoint = environment.endpoint("PRIMARY_ENDPOINT");
    environment.verify();
    try (S3Primary primary = S3Primary.connect(aws, endpoint, bucket, owner, new CallCounter())) {
      return plan(
          new Sides(
              bucket,
              primary,
              Optional.empty(),
              Dialect.MINIO,
              HeldLabels.MINIO,
              OptionalLong.empty()),
          settings.scopes().current(primary),
          settings);
    }
  }

  private int planBoth(PlanSettings settings) throws IOException {
    Deployment deployment = Deployment.of(settings.environment());
    settings.environment().verify();
    try (BothStores stores = deployment.connect()) {
      Notes notes = new Notes(stores.standby(), Clock.systemUTC());
      Dialect dialect = DialectNote.last(notes).orElse(Dialect.MINIO);
      boolean estimated = prefix.isEmpty() && options.output().rewrites();
      return plan(
          new Sides(
              deployment.primaryBucket(),
              stores.primaryListing(),
              Optional.of(stores.standbyListing()),
              dialect,
              stores.labels(),
              estimated ? StandbyNotes.provedKeys(notes) : OptionalLong.empty()),
          settings.scopes().current(stores.primary()),
          settings);
    }
  }

  /**
   * What is listed, and what the standby holds of it.
   *
   * @param keys the number of keys at the last proof, for an estimate
   */
  private record Sides(
      String bucket,
      Listing primary,
      Optional<Listing> standby,
      Dialect dialect,
      HeldLabels labels,
      OptionalLong keys) {
    SurveyRun run(Survey survey, String prefix) {
      return new SurveyRun(survey, prefix, primary, standby, dialect.correctReplica(labels));
    }
  }

  /** Prints what was counted, also if a listing fails on the way. */
  private int plan(Sides sides, Scope present, PlanSettings settings) throws IOException {
    Scope scope = settings.planned(present);
    Survey survey = new Survey(prefix, present, scope, sides.dialect(), Instant.now());
    Output output = options.output();
    try (Interruption interruption = new Interruption()) {
      boolean complete = false;
      try {
        complete =
            sides.run(survey, prefix).run(interruption::requested, progress(output, sides.keys()));
      } finally {
        if (complete || !survey.isEmpty()) {
          show(sides.bucket(), report(survey, scope, settings, complete));
        }
      }
      return ExitCode.finding(!complete);
    }
  }

  private Map<String, Object> report(
      Survey survey, Scope scope, PlanSettings settings, boolean complete) {
    Map<String, Object> report =
        PlanReport.of(
            survey, scope, settings.prices(), settings.limits(), complete, standby, changesPerDay);
    settings.lastDay().ifPresent(day -> report.put("lastDay", day));
    return report;
  }

  /** S3 has no count of keys, so only a proof on the standby gives an estimate of the time left. */
  private static Consumer<Tally> progress(Output output, OptionalLong keys) {
    Pace pace = output.pace("listed", "keys");
    return listed -> {
      Supplier<String> text = () -> pace.text(listed.keys(), OptionalLong.of(listed.bytes()), keys);
      output.progress(text, BETWEEN_NOTES, text);
    };
  }

  private void show(String bucket, Map<String, Object> report) throws IOException {
    options.output().print(report);
    if (html.isPresent()) {
      Files.writeString(html.get(), PlanPage.of(bucket + "/" + prefix, report));
    }
  }
}
