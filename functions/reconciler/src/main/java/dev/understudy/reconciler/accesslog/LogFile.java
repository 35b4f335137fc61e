package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.HotSetBuilder;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads one log file into a set of hot keys. Reading it again changes nothing. */
final class LogFile {
  private static final Logger LOG = LogManager.getLogger(LogFile.class);

  /** The clocks of the log's writer and of S3 may differ by this. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private static final int LINES_PER_CHECK = 4096;

  private final ListedObject file;
  private final LogParser parser;
  private final HotSetBuilder set;
  private final Instant latest;
  private long lines;
  private long bad;
  private Instant newest = Instant.EPOCH;

  /**
   * What a file had.
   *
   * @param bad lines that were not understood
   * @param newest the time of the newest request
   */
  record Content(long lines, long bad, Instant newest) {
    static final Content NONE = new Content(0, 0, Instant.EPOCH);

    Content plus(Content other) {
      return new Content(
          lines + other.lines,
          bad + other.bad,
          newest.isAfter(other.newest) ? newest : other.newest);
    }
  }

  LogFile(ListedObject file, LogParser parser, HotSetBuilder set) {
    this.file = file;
    this.parser = parser;
    this.set = set;
    this.latest = file.lastModified().plus(CLOCK_TOLERANCE);
  }

  /**
   * Reads the file. One that is archived, or was deleted since it was listed, has no lines. One
   * that is damaged ends where it is damaged.
   *
   * @return empty if the time was up before its end
   * @throws StoreException.Unavailable if it could not be read
   */
  Optional<Content> read(Primary logs, Deadline deadline) {
    if (deadline.isPassed()) {
      return Optional.empty();
    }
    try (PrimaryRead read = logs.open(file.key())) {
      return read.object().isEmpty() || read(read.body(), deadline)
          ? Optional.of(new Content(lines, bad, newest))
          : Optional.empty();
    } catch (StoreException.Refused e) {
      LOG.warn("The log file is left out: {}", e.getMessage());
      return Optional.of(new Content(0, 1, newest));
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "The log file %s could not be read completely".formatted(file.key()), false, e);
    }
  }

  /** False if the time was up before the end. */
  private boolean read(InputStream body, Deadline deadline) throws IOException {
    try {
      LogLines text = new LogLines(body);
      for (String line = text.read(); line != null; line = text.read()) {
        add(line);
        if (++lines % LINES_PER_CHECK == 0 && deadline.isPassed()) {
          LOG.warn("The time was up after {} lines of {}", lines, file.key());
          return false;
        }
      }
    } catch (ZipException | EOFException e) {
      LOG.warn("The log file {} is damaged: {}", file.key(), e.getMessage());
      bad++;
    }
    return true;
  }

  private void add(String line) {
    try {
      parser.parse(line).ifPresent(this::add);
    } catch (DateTimeException | IllegalArgumentException e) {
      bad++;
      LOG.debug("A line of {} is not understood: {}", file.key(), e.getMessage());
    }
  }

  /** No log shows a request of the future. Such a line would make every other key cold. */
  private void add(LoggedRequest request) {
    long day = LocalDate.ofInstant(request.time(), ZoneOffset.UTC).toEpochDay();
    if (request.time().isAfter(latest) || !set.addDay(day)) {
      bad++;
      return;
    }
    newest = request.time().isAfter(newest) ? request.time() : newest;
    for (ObjectKey key : request.keys()) {
      set.addRead(key, day);
    }
  }
}
