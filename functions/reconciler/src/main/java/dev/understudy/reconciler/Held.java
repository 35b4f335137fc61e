package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletion hints that the brake withholds.
 *
 * @param orphans the number of withheld deletions, evictions among them
 * @param slot which of the two places for lists holds the orphans
 * @param lists the number of lists
 * @param next the first list that is not released yet
 * @param ofRanges the number of lists of each key range; empty for a pass without ranges
 */
record Held(
    String pass, String reason, long orphans, int slot, int lists, int next, List<Long> ofRanges) {
  Held from(int list) {
    return new Held(pass, reason, orphans, slot, lists, list, ofRanges);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pass", pass);
    map.put("reason", reason);
    map.put("orphans", orphans);
    map.put("slot", slot);
    map.put("lists", lists);
    map.put("next", next);
    if (!ofRanges.isEmpty()) {
      map.put("ofRanges", ofRanges);
    }
    return map;
  }

  static Held of(NoteFields fields) {
    return new Held(
        fields.text("pass").orElse(""),
        fields.text("reason").orElse(""),
        fields.number("orphans"),
        (int) fields.number("slot"),
        (int) fields.number("lists"),
        (int) fields.number("next"),
        fields.numbers("ofRanges"));
  }
}
