package dev.understudy.reconciler.accesslog;

import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Reads new log files into the set of hot keys. A run that is killed at any moment leaves a set
 * that holds whole files; the next run reads the others. Reading a file twice changes nothing.
 */
final class LogFold {
  /** Another run is started by a person at most, so a conflict is rare. */
  private static final int MAX_ATTEMPTS = 3;

  private final LogSettings settings;
  private final Primary logs;
  private final Listing listing;
  private final HotSetStore store;
  private final Clock clock;
  private final ExecutorService threads;

  /**
   * @param logs reads the log files
   * @param listing lists the log files
   * @param threads read several log files at a time
   */
  LogFold(
      LogSettings settings,
      Primary logs,
      Listing listing,
      HotSetStore store,
      Clock clock,
      ExecutorService threads) {
    this.settings = settings;
    this.logs = logs;
    this.listing = listing;
    this.store = store;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Reads log files until none is left, or the time is up.
   *
   * @throws StoreException if the logs or the set could not be read or written; the next run goes
   *     on from the last write
   */
  FoldResult run(Deadline deadline) {
    Instant now = clock.instant();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      FoldRun run = new FoldRun(settings, logs, listing, store, now, threads);
      Optional<FoldResult> result = run.run(deadline);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new IllegalStateException("Other runs have written the set of hot keys each time");
  }
}
