package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a pass has come.
 *
 * @param id names the pass
 * @param scope what it compares: a run with another scope begins a new pass
 * @param compared how far its keys are compared
 * @param counts what it has counted
 * @param suspects what is to be checked again
 * @param doubts why its deletion hints are withheld
 * @param flawed whether it cannot become a proof
 * @param slices the slices whose headers and tags it compares
 */
record Progress(
    String id,
    Instant began,
    String scope,
    Compared compared,
    Counts counts,
    Suspects suspects,
    Optional<String> doubts,
    boolean flawed,
    Slices slices) {

  static Progress beginning(String id, Instant now, String scope, int slot, Slices slices) {
    return new Progress(
        id,
        now,
        scope,
        new Compared(Optional.empty(), Optional.empty(), 0),
        new Counts(),
        new Suspects(0, 0, 0, 0, slot),
        Optional.empty(),
        false,
        slices);
  }

  Progress with(Compared now, Counts total) {
    return new Progress(id, began, scope, now, total, suspects, doubts, flawed, slices);
  }

  Progress with(Suspects now, Counts total) {
    return new Progress(id, began, scope, compared, total, now, doubts, flawed, slices);
  }

  Progress doubted(String why) {
    return new Progress(
        id, began, scope, compared, counts, suspects, Optional.of(why), flawed, slices);
  }

  Progress withFlaw() {
    return new Progress(
        id, began, scope, compared.withNothingUnsettled(), counts, suspects, doubts, true, slices);
  }

  /** Whether the primary lists no key, but the standby does. */
  boolean primaryIsEmpty() {
    return counts.get(Count.PRIMARY_KEYS) == 0 && suspects.possible() > 0;
  }

  /** Whether it is a proof once it is complete. */
  boolean isProof() {
    return counts.isEqual() && doubts.isEmpty() && !flawed;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("began", began.toString());
    map.put("scope", scope);
    compared.putInto(map);
    map.put("tally", counts.toMap());
    suspects.putInto(map);
    doubts.ifPresent(text -> map.put("doubts", text));
    map.put("flawed", flawed);
    map.put("slice", slices.first());
    map.put("slices", slices.number());
    return map;
  }

  static Progress of(NoteFields fields) {
    return new Progress(
        fields.text("id").orElse(""),
        fields.time("began").orElse(Instant.EPOCH),
        fields.text("scope").orElse(""),
        Compared.of(fields),
        fields.object("tally").map(Counts::of).orElse(new Counts()),
        Suspects.of(fields),
        fields.text("doubts"),
        fields.flag("flawed"),
        new Slices((int) fields.number("slice"), (int) fields.number("slices")));
  }

  /**
   * How far the keys of a pass have been compared.
   *
   * @param after the last of them
   * @param at when all had been, if they have
   * @param unsettled differences that are not decided; lost if the run is killed
   */
  record Compared(Optional<ObjectKey> after, Optional<Instant> at, int unsettled) {
    boolean all() {
      return at.isPresent();
    }

    Compared withNothingUnsettled() {
      return new Compared(after, at, 0);
    }

    void putInto(Map<String, Object> map) {
      after.ifPresent(key -> map.put("after", key.value()));
      at.ifPresent(time -> map.put("comparedAt", time.toString()));
      map.put("unsettled", unsettled);
    }

    static Compared of(NoteFields fields) {
      return new Compared(
          fields.key("after"), fields.time("comparedAt"), (int) fields.number("unsettled"));
    }
  }

  /**
   * The lists of suspects that a pass has written.
   *
   * @param lists how many there are
   * @param settled how many of these have been looked at again
   * @param hinted how many of these have had their orphans hinted at
   * @param possible what they hold together
   * @param slot which of the two places for lists is this pass's
   */
  record Suspects(int lists, int settled, int hinted, long possible, int slot) {
    /** With one more list of this many suspects. */
    Suspects listed(int keys) {
      return new Suspects(lists + 1, settled, hinted, possible + keys, slot);
    }

    Suspects settled(int number) {
      return new Suspects(lists, number, hinted, possible, slot);
    }

    Suspects hinted(int number) {
      return new Suspects(lists, settled, number, possible, slot);
    }

    void putInto(Map<String, Object> map) {
      map.put("suspectLists", lists);
      map.put("suspectsSettled", settled);
      map.put("suspectsHinted", hinted);
      map.put("suspects", possible);
      map.put("slot", slot);
    }

    static Suspects of(NoteFields fields) {
      return new Suspects(
          (int) fields.number("suspectLists"),
          (int) fields.number("suspectsSettled"),
          (int) fields.number("suspectsHinted"),
          fields.number("suspects"),
          (int) fields.number("slot"));
    }
  }
}
