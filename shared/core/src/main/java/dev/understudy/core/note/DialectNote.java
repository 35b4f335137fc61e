package dev.understudy.core.note;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.DialectCheck;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The dialect of the standby, as a note on the standby itself. A function then needs two requests
 * instead of the whole check, and another standby brings its own dialect. One function measures at
 * a time, because two would disturb each other; the note is their lease.
 */
public final class DialectNote {
  private static final Duration MAX_LEASE = Duration.ofMinutes(1);
  private static final int MAX_WAITS = 50;
  private static final long WAIT_MILLIS = 100;

  /** A check that collides with one of a store without conditions is repeated. */
  private static final int MAX_CHECKS = 5;

  private final Standby standby;
  private final DialectCheck check;
  private final Notes notes;
  private final Clock clock;

  /**
   * @param clock dates the note
   */
  public DialectNote(Standby standby, Listing listing, Clock clock) {
    this.standby = standby;
    this.check = new DialectCheck(standby, listing);
    this.notes = new Notes(standby, clock);
    this.clock = clock;
  }

  /**
   * The dialect of the note. It is measured anew if the note is missing, is older than this, or was
   * written by a version that knew other features. While another function measures, the older note
   * counts. From now on the standby's writes are marked if the dialect needs it.
   *
   * @throws StoreException if the standby cannot be read or written now
   */
  public Dialect current(Duration maxAge) {
    for (int wait = 0; wait < MAX_WAITS; wait++) {
      Notes.Note note = notes.open(ReservedKeys.DIALECT_NOTE);
      Optional<NoteFields> known = note.content().filter(DialectNote::hasSameFeatures);
      boolean isLeased = note.content().filter(this::isLeased).isPresent();
      if (known.isPresent() && (isLeased || isYoung(known.get(), "at", maxAge))) {
        return used(dialect(known.get()));
      }
      if (!isLeased && note.write(lease(known))) {
        return measure(note, known);
      }
      pause();
    }
    throw new StoreException.Unavailable(
        "Another function has been measuring the standby's dialect for more than %d s"
            .formatted(MAX_WAITS * WAIT_MILLIS / 1000),
        false,
        null);
  }

  /** The dialect of the note, however old; empty if there is no usable note. Measures nothing. */
  public static Optional<Dialect> last(Notes notes) {
    return notes
        .open(ReservedKeys.DIALECT_NOTE)
        .content()
        .filter(DialectNote::hasSameFeatures)
        .map(DialectNote::dialect);
  }

  private Dialect used(Dialect dialect) {
    standby.sendMarker(dialect.needsMarker());
    return dialect;
  }

  private static boolean hasSameFeatures(NoteFields fields) {
    return fields.texts("known").equals(known());
  }

  private boolean isLeased(NoteFields fields) {
    return isYoung(fields, "measuringSince", MAX_LEASE);
  }

  private boolean isYoung(NoteFields fields, String name, Duration maxAge) {
    Instant at = fields.time(name).orElse(Instant.EPOCH);
    Instant now = clock.instant();
    return at.isAfter(now.minus(maxAge)) && !at.isAfter(now.plus(maxAge));
  }

  private Map<String, Object> lease(Optional<NoteFields> known) {
    Map<String, Object> content = new LinkedHashMap<>();
    known.ifPresent(fields -> content.putAll(fields.map()));
    content.put("measuringSince", clock.instant().toString());
    return content;
  }

  private Dialect measure(Notes.Note note, Optional<NoteFields> known) {
    try {
      Dialect dialect = measure();
      // If the lease has expired and another function measures, its note stays.
      var unused = note.write(content(dialect, clock.instant()));
      return dialect;
    } catch (StoreException e) {
      endLease(note, known, e);
      throw e;
    }
  }

  /** The content of a note about a dialect that was measured at this time. */
  public static Map<String, Object> content(Dialect dialect, Instant at) {
    return Map.of(
        "at", at.toString(),
        "dialect", dialect.label(),
        "features", labels(dialect.features()),
        "needsMarker", dialect.needsMarker(),
        "known", known());
  }

  private Dialect measure() {
    for (int attempt = 0; attempt < MAX_CHECKS; attempt++) {
      Optional<Dialect> measured = check.run();
      if (measured.isPresent()) {
        return measured.get();
      }
    }
    throw new StoreException.Unavailable(
        "Something else wrote below %s during each of %d checks of the standby"
            .formatted(ReservedKeys.DIALECT, MAX_CHECKS),
        false,
        null);
  }

  private void endLease(Notes.Note note, Optional<NoteFields> known, StoreException failure) {
    Map<String, Object> content = lease(known);
    content.put("measuringSince", Instant.EPOCH.toString());
    content.put("failedAt", clock.instant().toString());
    try {
      var unused = note.write(content);
    } catch (StoreException e) {
      failure.addSuppressed(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable(
          "Interrupted while another function measured the standby's dialect", false, e);
    }
  }

  private static Dialect dialect(NoteFields fields) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    fields.texts("features").forEach(label -> Feature.of(label).ifPresent(features::add));
    return new Dialect(features, fields.flag("needsMarker"));
  }

  private static List<String> known() {
    return labels(EnumSet.allOf(Feature.class));
  }

  private static List<String> labels(Set<Feature> features) {
    return features.stream().map(Feature::label).toList();
  }
}
