package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import java.util.Map;

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

  /** Whether none is left to be checked again. */
  boolean areSettled() {
    return settled >= lists;
  }

  Suspects settled(int number) {
    return new Suspects(lists, number, hinted, possible, slot);
  }

  Suspects hinted(int number) {
    return new Suspects(lists, settled, number, possible, slot);
  }

  /** With those of the next key range. */
  Suspects plus(Suspects next) {
    return new Suspects(
        lists + next.lists,
        settled + next.settled,
        hinted + next.hinted,
        possible + next.possible,
        slot);
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
