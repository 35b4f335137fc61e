package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.Notes;
import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.RepairQueue;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Connects both stores for one run and runs what is requested. */
final class Reconciler {
  static final ObjectKey WATERMARK = ReconcilerNotes.WATERMARK;

  private static final Logger LOG = LogManager.getLogger(Reconciler.class);

  /** Below the interval of the runs. */
  private static final Duration MAX_DIALECT_AGE = Duration.ofMinutes(50);

  private static final String CUT_OFF =
      "The time of the run was up, so its connections were closed";
  private static final String NO_ETAGS =
      "The standby does not keep ETags, so each key on both sides needs a HEAD on each side."
          + " At S3 these are a million HEAD requests per pass over a million keys (0.40 USD),"
          + " or two million if all objects have tags";

  private final Supplier<BothStores> connect;
  private final RepairQueue queue;
  private final ReconcilerSettings settings;
  private final ScopeSource scopes;
  private final RunTelemetry telemetry;
  private final Clock clock;
  private final RunContext.Pause pause;

  /**
   * @param connect connects both stores for one run
   * @param scopes the scope of each run, which replaces that of the settings
   * @param pause waits out the grace period
   */
  Reconciler(
      Supplier<BothStores> connect,
      RepairQueue queue,
      ReconcilerSettings settings,
      ScopeSource scopes,
      RunTelemetry telemetry,
      Clock clock,
      RunContext.Pause pause) {
    this.connect = connect;
    this.queue = queue;
    this.settings = settings;
    this.scopes = scopes;
    this.telemetry = telemetry;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Runs a part of a pass, a partial run or a release.
   *
   * @param runId names the run, and a pass that it begins
   * @throws StoreException if a store failed; the next run goes on from the watermark
   * @throws IllegalArgumentException if what is to be released is not withheld
   */
  Summary run(ReconcileRequest request, String runId, Deadline deadline) {
    long began = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(settings.parallelHeads() + 2);
    try (BothStores stores = connect.get();
        HardStop stop = HardStop.at(deadline, stores::close)) {
      RunContext context = context(stores, request, runId, deadline, threads);
      return run(context, request, stop, began);
    } catch (Overtaken e) {
      throw new IllegalStateException(
          "Another run is under way and has gone on with this pass; this one stopped", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Lists the refused objects: a page of them, in no particular order. */
  Map<String, Object> listRefused(ReconcileRequest request) {
    try (BothStores stores = connect.get()) {
      RefusalNotes notes = notes(stores);
      return new RefusedListRun(new RefusedKeys(stores, notes), request).run();
    }
  }

  private RunContext context(
      BothStores stores,
      ReconcileRequest request,
      String runId,
      Deadline deadline,
      ExecutorService threads) {
    Counts counts = new Counts();
    Dialect dialect = dialect(stores);
    BothStores labelled = stores.withLabels(dialect.labels(stores.labels()));
    Scope scope = scopes.current(stores.primary());
    return new RunContext(
        runId,
        labelled.within(scope),
        settings.within(scope),
        dialect,
        new RefusedKeys(labelled, notes(labelled)),
        new Notes(stores.standby(), clock),
        new HintSender(queue, settings.repairsQueueLimit(), request.dryRun(), counts),
        counts,
        deadline,
        threads,
        clock,
        pause);
  }

  private RefusalNotes notes(BothStores stores) {
    return new RefusalNotes(stores.standby(), clock, stores.labels());
  }

  /**
   * Each run finds out whether the standby still supports the same, for example after an upgrade.
   */
  private Dialect dialect(BothStores stores) {
    Dialect dialect =
        new DialectNote(stores.standby(), stores.standbyListing(), clock).current(MAX_DIALECT_AGE);
    if (!dialect.supports(Feature.GIVEN_ETAGS)) {
      LOG.warn(NO_ETAGS);
    }
    return dialect;
  }

  private Summary run(
      RunContext context, ReconcileRequest request, HardStop stop, long beganNanos) {
    Summary summary;
    if (request.release().isPresent() || request.isPartOfPass()) {
      Mark mark = context.mark(WATERMARK);
      ReleaseRun release = new ReleaseRun(context, mark, request);
      summary =
          request.release().isPresent()
              ? inOrder(stop, release::run, release::cutOff)
              : pass(context, mark, request, stop, beganNanos);
      finish(summary, context, beganNanos);
      telemetry.ended(summary, mark.watermark(), context.id(), !stop.hasFired());
      return summary;
    }
    PartialRun partial = new PartialRun(context, request);
    return finish(inOrder(stop, partial::run, partial::cutOff), context, beganNanos);
  }

  /** A run whose connections were closed at the hard stop answers with what it has done. */
  private static Summary inOrder(
      HardStop stop, Supplier<Summary> run, Function<StoreException, Summary> cutOff) {
    try {
      return run.get();
    } catch (StoreException e) {
      if (!stop.hasFired()) {
        throw e;
      }
      return cutOff.apply(e).note(CUT_OFF);
    }
  }

  private Summary pass(
      RunContext context, Mark mark, ReconcileRequest request, HardStop stop, long beganNanos) {
    Pass pass = new Pass(context, request, mark);
    Summary summary = Summary.of(context.counts()).pass(pass.begin());
    if (request.step().filter(RangeStep.Plan.class::isInstance).isPresent()) {
      return summary.ranges(pass.steps()).watermark(mark.watermark());
    }
    try {
      summary.complete(pass.run());
    } catch (StoreException e) {
      summary.message(Optional.of(String.valueOf(e.getMessage()))).watermark(mark.watermark());
      if (!stop.hasFired()) {
        // The age of the proof matters most while a store fails.
        telemetry.ended(
            finish(summary, context, beganNanos), mark.watermark(), context.id(), false);
        throw e;
      }
      summary.note(CUT_OFF);
    }
    summary.unreadable(pass.unreadable()).watermark(mark.watermark());
    if (summary.complete()) {
      return summary;
    }
    Optional<Progress> progress = pass.progress();
    if (summary.message().isEmpty()) {
      summary.message(progress.map(reached -> whyIncomplete(context, reached)));
    }
    return summary.nextKey(progress.flatMap(reached -> reached.compared().after()));
  }

  private String whyIncomplete(RunContext context, Progress progress) {
    return progress.compared().all()
        ? "All keys are compared. The next run checks %d suspects again after %d s of grace"
            .formatted(progress.suspects().possible(), settings.grace().toSeconds())
        : context.stopReason().orElse("The run was stopped")
            + "; the next run goes on after nextKey";
  }

  private static Summary finish(Summary summary, RunContext context, long beganNanos) {
    if (!context.correct().etags()) {
      summary.note(NO_ETAGS);
    }
    return summary.seconds((System.nanoTime() - beganNanos) / 1e9);
  }
}
