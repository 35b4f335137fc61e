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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The dialect of the standby, as a note on the standby itself. A function then needs two requests
 * instead of the whole check, and another standby brings its own dialect.
 */
public final class DialectNote {
  /** A check that collides with that of another function shows nothing, so it is repeated. */
  private static final int MAX_CHECKS = 5;

  private final Standby standby;
  private final Listing listing;
  private final Clock clock;

  /**
   * @param clock dates the note
   */
  public DialectNote(Standby standby, Listing listing, Clock clock) {
    this.standby = standby;
    this.listing = listing;
    this.clock = clock;
  }

  /**
   * The dialect of the note. It is measured anew if the note is missing, is older than this, or was
   * written by a version that knew other features.
   *
   * @throws StoreException if the standby cannot be read or written now
   */
  public Dialect current(Duration maxAge) {
    Notes.Note note = new Notes(standby, clock).open(ReservedKeys.DIALECT_NOTE);
    Optional<NoteFields> fresh = note.content().filter(fields -> isFresh(fields, maxAge));
    return fresh.map(DialectNote::dialect).orElseGet(() -> measure(note));
  }

  private boolean isFresh(NoteFields fields, Duration maxAge) {
    Instant at = fields.time("at").orElse(Instant.EPOCH);
    Instant now = clock.instant();
    boolean sameFeatures = fields.texts("known").equals(known());
    return sameFeatures && at.isAfter(now.minus(maxAge)) && !at.isAfter(now.plus(maxAge));
  }

  private Dialect measure(Notes.Note note) {
    for (int check = 0; check < MAX_CHECKS; check++) {
      Optional<Dialect> measured = new DialectCheck(standby, listing).run();
      if (measured.isPresent()) {
        // If another function was faster, its note stays.
        var unused =
            note.write(
                Map.of(
                    "at", clock.instant().toString(),
                    "dialect", measured.get().label(),
                    "features", labels(measured.get().features()),
                    "known", known()));
        return measured.get();
      }
    }
    return note.content()
        .map(DialectNote::dialect)
        .orElseThrow(
            () ->
                new StoreException.Unavailable(
                    "Other functions wrote below %s during each of %d checks of the standby"
                        .formatted(ReservedKeys.DIALECT, MAX_CHECKS),
                    false,
                    null));
  }

  private static Dialect dialect(NoteFields fields) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    fields.texts("features").forEach(label -> Feature.of(label).ifPresent(features::add));
    return new Dialect(features);
  }

  private static List<String> known() {
    return labels(EnumSet.allOf(Feature.class));
  }

  private static List<String> labels(Set<Feature> features) {
    return features.stream().map(Feature::label).toList();
  }
}
