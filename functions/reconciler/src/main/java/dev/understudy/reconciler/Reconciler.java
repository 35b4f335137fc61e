package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.queue.RepairQueue;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Runs what is asked for: the next part of a pass over all keys, a comparison of some of them, or
 * the release of what the brake holds back.
 *
 * <p>Over the usual length because all kinds of runs meet in it.
 */
final class Reconciler {
  static final ObjectKey WATERMARK = new ObjectKey(ReservedKeys.RECONCILER + "watermark");

  private static final Logger LOG = LogManager.getLogger(Reconciler.class);
  private static final String NO_ETAGS =
      "The standby keeps no ETags, so every key that is on both sides is looked at: a HEAD on each"
          + " side, at S3 a million of them for a million keys and pass (0.40 USD), two million"
          + " where all have tags";

  private final Supplier<BothStores> connect;
  private final RepairQueue queue;
  private final ReconcilerSettings settings;
  private final RunTelemetry signals;
  private final Clock clock;

  /**
   * @param connect both stores, for one run
   */
  Reconciler(
      Supplier<BothStores> connect,
      RepairQueue queue,
      ReconcilerSettings settings,
      RunTelemetry signals,
      Clock clock) {
    this.connect = connect;
    this.queue = queue;
    this.settings = settings;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * One run.
   *
   * @param runId names it, and the pass that it may begin
   * @throws dev.understudy.core.store.StoreException if a store failed; the next run goes on from
   *     the last watermark
   * @throws IllegalArgumentException if what is to be released is not there
   */
  Summary run(ReconcileRequest request, String runId, Deadline deadline) {
    ExecutorService threads = Executors.newFixedThreadPool(settings.looksAtOnce() + 2);
    try (BothStores stores = connect.get()) {
      return new Run(stores, request, runId, deadline, threads).run();
    } catch (Overtaken e) {
      throw new IllegalStateException(
          "Another run is under way and has gone on with this pass; this one stopped", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The parts of one run, put together. */
  private final class Run {
    private final BothStores stores;
    private final ReconcileRequest request;
    private final String id;
    private final Deadline deadline;
    private final ExecutorService threads;
    private final RunCounts counts = new RunCounts();
    private final Notes notes;
    private final HeadChecks looks;
    private final Equality equality;
    private final HintSender sender;
    private final long began = System.nanoTime();

    Run(
        BothStores stores,
        ReconcileRequest request,
        String id,
        Deadline deadline,
        ExecutorService threads) {
      this.stores = stores.within(settings.scope());
      this.request = request;
      this.id = id;
      this.deadline = deadline;
      this.threads = threads;
      this.notes = new Notes(stores.standby(), clock);
      this.equality = new Equality(keepsEtags());
      this.looks = new HeadChecks(stores, equality, clock, settings, threads);
      this.sender = new HintSender(queue, settings.mostWaiting(), request.dryRun(), counts);
    }

    private boolean keepsEtags() {
      boolean keeps =
          new StandbyCheck(stores.standby())
              .run()
              .map(StandbyCheck.Findings::keepsEtags)
              .orElse(true);
      if (!keeps) {
        LOG.warn(NO_ETAGS);
      }
      return keeps;
    }

    private Optional<String> costOfLooking(Optional<String> message) {
      return equality.etags()
          ? message
          : Optional.of(message.map(text -> text + ". " + NO_ETAGS).orElse(NO_ETAGS));
    }

    Summary run() {
      if (request.release().isPresent()) {
        return release(request.release().get());
      }
      return request.ofAPass() ? pass() : some();
    }

    private Summary pass() {
      Mark mark = new Mark(notes.open(WATERMARK), id, clock);
      mark.goOn(request.restart(), settings.deepDays());
      Watermark.Progress progress = mark.progress();
      Slices slices = slices(progress.slices());
      SuspectLists lists = lists(progress.id(), progress.suspects().slot());
      boolean complete = goOn(mark, slices, lists);
      Optional<String> next = mark.progress().compared().after().map(ObjectKey::value);
      Optional<String> message = complete ? Optional.empty() : Optional.of(why(mark.progress()));
      if (complete) {
        mark.complete();
      }
      Summary summary =
          summary(
              Optional.of(progress.id()),
              complete,
              complete ? Optional.empty() : next,
              Optional.empty(),
              Optional.of(mark.watermark()),
              message);
      signals.ended(summary, mark.watermark(), id);
      return summary;
    }

    private boolean goOn(Mark mark, Slices slices, SuspectLists lists) {
      Pass pass =
          new Pass(stores, settings, mark, lists, comparer(slices), sender, counts, deadline);
      try {
        return pass.run(threads);
      } catch (StoreException e) {
        // The age of the proof must be told above all when there is trouble.
        Optional<String> id = Optional.of(mark.progress().id());
        Optional<Watermark> left = Optional.of(mark.watermark());
        Optional<String> message = Optional.of(String.valueOf(e.getMessage()));
        signals.ended(
            summary(id, false, Optional.empty(), Optional.empty(), left, message),
            mark.watermark(),
            this.id);
        throw e;
      }
    }

    private SuspectLists lists(String pass, int slot) {
      return new SuspectLists(notes, ReservedKeys.RECONCILER, pass, id, slot);
    }

    private String why(Watermark.Progress progress) {
      return progress.compared().all()
          ? "All keys are compared; %d suspects are looked at again once %d s have passed, by the next run"
              .formatted(progress.suspects().possible(), settings.grace().toSeconds())
          : stopped() + "; the next run goes on from nextKey";
    }

    private String stopped() {
      return sender.isCrowded() ? "The repairs queue is full enough" : "Time was up";
    }

    private Comparer comparer(Slices slices) {
      return new Comparer(looks, equality, slices, sender, counts);
    }

    private Slices slices(Slices due) {
      return equality.etags() && !request.deep() ? due : new Slices(0, Slices.ALL);
    }

    /**
     * Has no watermark, and decides nothing about orphans: they are counted. Suspects are looked at
     * again at once: a hint at a change that is on its way costs two requests.
     */
    private Summary some() {
      Comparer comparer = comparer(slices(new Slices(0, 0)));
      BooleanSupplier mustStop = () -> deadline.isPassed() || sender.isCrowded();
      Walk.End end =
          new Walk(stores, settings.pageSize(), comparer, mustStop, threads)
              .run(
                  Listing.Place.of(request.prefix(), request.after()),
                  last -> countOrphans(comparer));
      countOrphans(comparer);
      sender.flush();
      Optional<ObjectKey> last = end.all() ? Optional.empty() : end.last();
      return summary(
          Optional.empty(),
          end.all(),
          last.map(ObjectKey::value),
          last.map(request::goingOnAfter),
          Optional.empty(),
          ofSome(end));
    }

    private void countOrphans(Comparer comparer) {
      counts.orphaned(comparer.orphansAmong(comparer.takeSuspects()).size());
    }

    private Optional<String> ofSome(Walk.End end) {
      if (!end.all()) {
        return Optional.of(stopped() + "; ask for what \"goOn\" says to go on");
      }
      return counts.tally().orphaned() > 0
          ? Optional.of("Orphans are counted here; only a pass over all keys hints at them")
          : Optional.empty();
    }

    private Summary release(String pass) {
      Mark mark = new Mark(notes.open(WATERMARK), id, clock);
      Watermark.Held held =
          mark.watermark()
              .held()
              .filter(there -> there.pass().equals(pass))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "No deletion hints of pass \"%s\" are withheld; %s"
                              .formatted(pass, heldInstead(mark.watermark()))));
      SuspectLists lists = lists(held.pass(), held.slot());
      Comparer comparer = comparer(new Slices(0, 0));
      int list = held.next();
      for (; list < held.lists() && !deadline.isPassed(); list++) {
        List<ObjectKey> orphans = comparer.orphansAmong(lists.read(list));
        orphans.forEach(sender::hint);
        counts.orphaned(orphans.size());
        sender.flush();
        mark.released(held, list + 1);
      }
      boolean complete = list >= held.lists();
      Summary summary =
          summary(
              Optional.of(pass),
              complete,
              Optional.empty(),
              Optional.empty(),
              Optional.of(mark.watermark()),
              complete ? Optional.empty() : Optional.of("Time was up; release it again to go on"));
      signals.ended(summary, mark.watermark(), id);
      return summary;
    }

    private String heldInstead(Watermark watermark) {
      return watermark
          .held()
          .map(held -> "those of pass \"%s\" are".formatted(held.pass()))
          .orElse("none are");
    }

    private Summary summary(
        Optional<String> pass,
        boolean complete,
        Optional<String> nextKey,
        Optional<ReconcileRequest> goOn,
        Optional<Watermark> watermark,
        Optional<String> message) {
      return new Summary(
          pass,
          counts.tally(),
          complete,
          nextKey,
          goOn,
          watermark,
          costOfLooking(message),
          (System.nanoTime() - began) / 1e9);
    }
  }
}
