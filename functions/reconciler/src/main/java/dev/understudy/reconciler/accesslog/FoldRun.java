package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.HotSetBuilder;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.object.StoredHotSet.Progress;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** One attempt to read the new log files into the set, from its current version on. */
final class FoldRun {
  /**
   * How late a log file may appear below others. CloudFront delivers within 24 hours, S3 and
   * Cloudflare usually within a few.
   */
  static final Duration MAX_DELAY = Duration.ofHours(36);

  /**
   * A write sends megabytes, and a run that is killed loses what it has read since the last one.
   */
  private static final int FILES_PER_WRITE = 10_000;

  private final LogSettings settings;
  private final Primary logs;
  private final Listing listing;
  private final HotSetStore store;
  private final Instant now;
  private final ExecutorService threads;
  private final HotSetBuilder set;
  private final int scannedDays;
  private final int provenDays;
  private final ScanPosition position;
  private Condition condition;
  private LogFile.Content content;
  private long files;
  private long filesOfLastWrite;
  private boolean cutShort;

  FoldRun(
      LogSettings settings,
      Primary logs,
      Listing listing,
      HotSetStore store,
      Instant now,
      ExecutorService threads) {
    this.settings = settings;
    this.logs = logs;
    this.listing = listing;
    this.store = store;
    this.now = now;
    this.threads = threads;
    HotSetStore.Found found = store.read();
    Progress before = found.stored().progress();
    boolean goesOn =
        before.scannedDays() >= settings.days() && before.after().startsWith(settings.prefix());
    this.condition = found.condition();
    this.set = new HotSetBuilder(found.stored().set());
    this.scannedDays = Math.max(before.scannedDays(), settings.days());
    this.provenDays = before.provenDays();
    this.position = new ScanPosition(goesOn ? before.after() : "", before.recent());
    this.content = new LogFile.Content(0, 0, before.newest());
  }

  /** Empty if another run has written the set in the meantime. */
  Optional<FoldResult> run(Deadline deadline) {
    Optional<Listing.Place> at = Optional.of(Listing.Place.of(settings.prefix(), position.after()));
    while (at.isPresent() && !cutShort) {
      Listing.Page page = listing.page(at.get(), Listing.MAX_KEYS);
      read(page.objects(), deadline);
      at = page.next();
      boolean isLast = at.isEmpty() || cutShort;
      if (!isLast && files - filesOfLastWrite >= FILES_PER_WRITE && !write(stored(false))) {
        return Optional.empty();
      }
    }
    StoredHotSet stored = stored(!cutShort);
    return write(stored)
        ? Optional.of(
            new FoldResult(!cutShort, files, content, set.dropped(), stored, settings.days()))
        : Optional.empty();
  }

  private void read(List<ListedObject> page, Deadline deadline) {
    List<Future<Optional<LogFile.Content>>> results = new ArrayList<>();
    for (ListedObject file : page) {
      results.add(
          threads.submit(
              () ->
                  isNew(file)
                      ? new LogFile(file, settings.format().parser(settings), set)
                          .read(logs, deadline)
                      : Optional.of(LogFile.Content.NONE)));
    }
    for (int i = 0; i < page.size(); i++) {
      ListedObject file = page.get(i);
      Optional<LogFile.Content> result = await(results.get(i));
      if (result.isPresent()) {
        files += isNew(file) ? 1 : 0;
        content = content.plus(result.get());
        pass(file);
      } else {
        cutShort = true;
        position.skipped();
      }
    }
  }

  private void pass(ListedObject file) {
    if (isTooOld(file)) {
      position.passOver(file);
    } else {
      position.read(file, file.lastModified().isBefore(now.minus(MAX_DELAY)));
    }
  }

  private boolean isNew(ListedObject file) {
    return !isTooOld(file) && file.size() > 0 && !position.knows(file);
  }

  /** A log file that was delivered before the first day has no newer request. */
  private boolean isTooOld(ListedObject file) {
    return Duration.between(file.lastModified(), now).toDays() > scannedDays + 1L;
  }

  private static Optional<LogFile.Content> await(Future<Optional<LogFile.Content>> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IllegalStateException("A log file could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The run was interrupted", e);
    }
  }

  private StoredHotSet stored(boolean complete) {
    int proven = complete ? scannedDays : provenDays;
    return new StoredHotSet(
        set.build(),
        new Progress(
            scannedDays,
            proven,
            content.newest(),
            position.after().map(Object::toString).orElse(""),
            position.recent(complete)));
  }

  private boolean write(StoredHotSet stored) {
    filesOfLastWrite = files;
    Optional<Condition> next = store.write(stored, condition);
    next.ifPresent(written -> condition = written);
    return next.isPresent();
  }
}
