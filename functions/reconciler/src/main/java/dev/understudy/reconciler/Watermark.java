package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run leaves for the next: how far the pass has come, the last proof, and what the brake
 * holds back.
 *
 * @param since when the first pass of all began
 * @param pass the pass that is under way, if one is
 * @param proof the last complete pass that found both sides equal
 * @param held deletion hints that wait for a person
 * @param deepSince when the last complete pass began: headers and tags are compared up to then
 * @param slice where the next pass goes on with comparing headers and tags
 */
record Watermark(
    Instant since,
    Optional<Progress> pass,
    Optional<Proof> proof,
    Optional<Held> held,
    Optional<Instant> deepSince,
    int slice) {

  /** That both sides were equal: every key was compared between these two times. */
  record Proof(String pass, Instant began, Instant ended, long keys, long bytes) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("pass", pass);
      map.put("began", began.toString());
      map.put("ended", ended.toString());
      map.put("keys", keys);
      map.put("bytes", bytes);
      return map;
    }

    static Proof of(Fields fields) {
      return new Proof(
          fields.text("pass").orElse(""),
          fields.time("began").orElse(Instant.EPOCH),
          fields.time("ended").orElse(Instant.EPOCH),
          fields.number("keys"),
          fields.number("bytes"));
    }
  }

  /**
   * Orphans that the brake keeps from being hinted at.
   *
   * @param slot which of the two lists has them
   * @param lists how many lists there are
   * @param next the first list that has not been let go yet
   */
  record Held(String pass, String reason, long orphans, int slot, int lists, int next) {
    Held from(int list) {
      return new Held(pass, reason, orphans, slot, lists, list);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("pass", pass);
      map.put("reason", reason);
      map.put("orphans", orphans);
      map.put("slot", slot);
      map.put("lists", lists);
      map.put("next", next);
      return map;
    }

    static Held of(Fields fields) {
      return new Held(
          fields.text("pass").orElse(""),
          fields.text("reason").orElse(""),
          fields.number("orphans"),
          (int) fields.number("slot"),
          (int) fields.number("lists"),
          (int) fields.number("next"));
    }
  }

  /**
   * How far a pass has come.
   *
   * @param id names it
   * @param compared how far its keys have been
   * @param tally what it has counted
   * @param suspects what it has found that is to be looked at again
   * @param doubts why its deletion hints are not to be sent, if so
   * @param flawed whether it cannot be a proof whatever else it finds
   * @param slices the slices whose headers and tags it compares
   */
  record Progress(
      String id,
      Instant began,
      Compared compared,
      Tally tally,
      Suspects suspects,
      Optional<String> doubts,
      boolean flawed,
      Slices slices) {

    static Progress beginning(String id, Instant now, int slot, Slices slices) {
      return new Progress(
          id,
          now,
          new Compared(Optional.empty(), Optional.empty(), 0),
          Tally.NOTHING,
          new Suspects(0, 0, 0, 0, slot),
          Optional.empty(),
          false,
          slices);
    }

    Progress with(Compared now, Tally total) {
      return new Progress(id, began, now, total, suspects, doubts, flawed, slices);
    }

    Progress with(Suspects now, Tally total) {
      return new Progress(id, began, compared, total, now, doubts, flawed, slices);
    }

    Progress doubted(String why) {
      return new Progress(id, began, compared, tally, suspects, Optional.of(why), flawed, slices);
    }

    Progress withFlaw() {
      return new Progress(
          id, began, compared.withNothingInHand(), tally, suspects, doubts, true, slices);
    }

    /** Only the standby has keys. */
    boolean primaryIsEmpty() {
      return tally.primaryKeys() == 0 && suspects.possible() > 0;
    }

    /** Whether it shows, once it is complete, that both sides were equal. */
    boolean isProof() {
      return tally.isEqual() && doubts.isEmpty() && !flawed;
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("id", id);
      map.put("began", began.toString());
      compared.putInto(map);
      map.put("tally", tally.toMap());
      suspects.putInto(map);
      doubts.ifPresent(text -> map.put("doubts", text));
      map.put("flawed", flawed);
      map.put("slice", slices.first());
      map.put("slices", slices.number());
      return map;
    }

    static Progress of(Fields fields) {
      return new Progress(
          fields.text("id").orElse(""),
          fields.time("began").orElse(Instant.EPOCH),
          Compared.of(fields),
          fields.object("tally").map(Tally::of).orElse(Tally.NOTHING),
          Suspects.of(fields),
          fields.text("doubts"),
          fields.flag("flawed"),
          new Slices((int) fields.number("slice"), (int) fields.number("slices")));
    }
  }

  /**
   * How far the keys of a pass have been compared.
   *
   * @param after the last of them
   * @param at when all had been, if they have
   * @param unsettled differences that were in hand; lost if the run that had them was killed
   */
  record Compared(Optional<ObjectKey> after, Optional<Instant> at, int unsettled) {
    boolean all() {
      return at.isPresent();
    }

    Compared withNothingInHand() {
      return new Compared(after, at, 0);
    }

    void putInto(Map<String, Object> map) {
      after.ifPresent(key -> map.put("after", key.value()));
      at.ifPresent(time -> map.put("comparedAt", time.toString()));
      map.put("unsettled", unsettled);
    }

    static Compared of(Fields fields) {
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
    /** With one more list of so many. */
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

    static Suspects of(Fields fields) {
      return new Suspects(
          (int) fields.number("suspectLists"),
          (int) fields.number("suspectsSettled"),
          (int) fields.number("suspectsHinted"),
          fields.number("suspects"),
          (int) fields.number("slot"));
    }
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("since", since.toString());
    pass.ifPresent(p -> map.put("pass", p.toMap()));
    proof.ifPresent(p -> map.put("proof", p.toMap()));
    held.ifPresent(h -> map.put("held", h.toMap()));
    deepSince.ifPresent(time -> map.put("deepSince", time.toString()));
    map.put("slice", slice);
    return map;
  }

  static Watermark of(Fields fields, Instant now) {
    return new Watermark(
        fields.time("since").orElse(now),
        fields.object("pass").map(Progress::of),
        fields.object("proof").map(Proof::of),
        fields.object("held").map(Held::of),
        fields.time("deepSince"),
        (int) fields.number("slice"));
  }

  static Watermark none(Instant now) {
    return new Watermark(
        now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  Watermark with(Optional<Progress> newPass) {
    return new Watermark(since, newPass, proof, held, deepSince, slice);
  }

  Watermark with(Proof newProof) {
    return new Watermark(since, pass, Optional.of(newProof), held, deepSince, slice);
  }

  Watermark withHeld(Optional<Held> newHeld) {
    return new Watermark(since, pass, proof, newHeld, deepSince, slice);
  }

  /** Without a pass under way; the slices that this one has compared are done. */
  Watermark completed(Progress done) {
    return new Watermark(
        since, Optional.empty(), proof, held, Optional.of(done.began()), done.slices().next());
  }
}
