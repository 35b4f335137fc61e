package dev.understudy.cli;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.Notes;
import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the state that the reconciler keeps on the standby. Writes nothing. */
final class StandbyNotes implements AutoCloseable {
  private final BothStores stores;
  private final Notes notes;

  StandbyNotes(Installation installation) {
    this.stores = installation.deployment().connect();
    this.notes = new Notes(stores.standby(), Clock.systemUTC());
  }

  /** The reconciler's watermark; empty before its first run. */
  Optional<NoteFields> watermark() {
    return content(ReconcilerNotes.WATERMARK);
  }

  /** The reconciler's last proof of equality. */
  Optional<NoteFields> proof() {
    return watermark().flatMap(mark -> mark.object("proof"));
  }

  /**
   * The number of keys of the reconciler's last proof, for an estimate; empty if it cannot be read.
   */
  static OptionalLong provedKeys(Installation installation) {
    try (StandbyNotes opened = new StandbyNotes(installation)) {
      return provedKeys(opened.notes);
    }
  }

  /** As {@link #provedKeys(Installation)}, on a standby that is connected. */
  static OptionalLong provedKeys(Notes notes) {
    try {
      return notes
          .open(ReconcilerNotes.WATERMARK)
          .content()
          .flatMap(mark -> mark.object("proof"))
          .map(proof -> OptionalLong.of(proof.number("keys")))
          .orElse(OptionalLong.empty());
    } catch (StoreException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * How far the key ranges of a pass are compared; empty for a pass without ranges.
   *
   * @param pass the field {@code pass} of the watermark
   */
  Optional<RangesUnderWay> ranges(NoteFields pass) {
    return pass.object("ranges")
        .map(ranges -> new RangesUnderWay(ranges.texts("boundaries").size() + 1, begun(pass)));
  }

  private List<NoteFields> begun(NoteFields pass) {
    int number = pass.object("ranges").orElseThrow().texts("boundaries").size() + 1;
    List<NoteFields> begun = new ArrayList<>();
    for (int range = 0; range < number; range++) {
      content(ReconcilerNotes.range(range))
          .flatMap(note -> note.object("pass"))
          .filter(part -> part.text("id").equals(pass.text("id")))
          .ifPresent(begun::add);
    }
    return begun;
  }

  /**
   * The key ranges of the pass under way.
   *
   * @param begun the state of each range whose comparison has begun
   */
  record RangesUnderWay(int number, List<NoteFields> begun) {
    /** Ranges whose keys are compared and whose suspects are decided. */
    long complete() {
      return begun.stream()
          .filter(range -> range.time("comparedAt").isPresent())
          .filter(range -> range.number("suspectsSettled") >= range.number("suspectLists"))
          .count();
    }

    /** The sum of what all ranges have counted under this name. */
    long counted(String name) {
      return begun.stream()
          .mapToLong(range -> range.object("tally").map(tally -> tally.number(name)).orElse(0L))
          .sum();
    }
  }

  /**
   * Keys whose deletions are withheld, from the lists that the brake refers to.
   *
   * @param held the field {@code held} of the watermark
   * @param max the maximum number of keys
   */
  List<String> withheldKeys(NoteFields held, int max) {
    List<String> keys = new ArrayList<>();
    for (long list = held.number("next");
        list < held.number("lists") && keys.size() < max;
        list++) {
      content(ReconcilerNotes.suspects(held.number("slot"), held.numbers("ofRanges"), list))
          .filter(found -> found.text("pass").equals(held.text("pass")))
          .ifPresent(found -> keys.addAll(orphans(found)));
    }
    return keys.subList(0, Math.min(max, keys.size()));
  }

  /** A list also holds suspects that have an original, which are no orphans. */
  private static List<String> orphans(NoteFields list) {
    List<String> keys = list.texts("keys");
    List<String> originals = list.texts("originals");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < Math.min(keys.size(), originals.size()); i++) {
      if (originals.get(i).isEmpty()) {
        found.add(keys.get(i));
      }
    }
    return found;
  }

  private Optional<NoteFields> content(ObjectKey name) {
    return notes.open(name).content();
  }

  @Override
  public void close() {
    stores.close();
  }
}
