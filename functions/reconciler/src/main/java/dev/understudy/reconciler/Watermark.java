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
 * @param passBegan when the last pass began, whether it has ended or not
 * @param slice where the next pass goes on with comparing headers and tags
 */
record Watermark(
    Instant since,
    Optional<Progress> pass,
    Optional<Proof> proof,
    Optional<Held> held,
    Optional<Instant> passBegan,
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
   * @param after the last key compared
   * @param comparedAt when all keys had been, if they have
   * @param tally what it has counted
   * @param orphanLists lists of possible orphans written so far
   * @param orphansSettled how many of these have been looked at again
   * @param orphansHinted how many of these have been hinted at
   * @param possibleOrphans what they hold together
   * @param slot which of the two places for lists is this pass's
   * @param unsettled differences that were in hand; lost if the run that had them was killed
   * @param doubts why its deletion hints are not to be sent, if so
   * @param flawed whether it cannot be a proof whatever else it finds
   * @param slice the first of the slices whose headers and tags it compares
   * @param slices how many it compares
   */
  record Progress(
      String id,
      Instant began,
      Optional<ObjectKey> after,
      Optional<Instant> comparedAt,
      Tally tally,
      int orphanLists,
      int orphansSettled,
      int orphansHinted,
      long possibleOrphans,
      int slot,
      int unsettled,
      Optional<String> doubts,
      boolean flawed,
      int slice,
      int slices) {

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("id", id);
      map.put("began", began.toString());
      after.ifPresent(key -> map.put("after", key.value()));
      comparedAt.ifPresent(time -> map.put("comparedAt", time.toString()));
      map.put("tally", tally.toMap());
      map.put("orphanLists", orphanLists);
      map.put("orphansSettled", orphansSettled);
      map.put("orphansHinted", orphansHinted);
      map.put("possibleOrphans", possibleOrphans);
      map.put("slot", slot);
      map.put("unsettled", unsettled);
      doubts.ifPresent(text -> map.put("doubts", text));
      map.put("flawed", flawed);
      map.put("slice", slice);
      map.put("slices", slices);
      return map;
    }

    /** Compared up to this key, and all of them at that time. */
    Progress compared(Optional<ObjectKey> last, Optional<Instant> at, int inHand, Tally total) {
      return new Progress(
          id,
          began,
          last,
          at,
          total,
          orphanLists,
          orphansSettled,
          orphansHinted,
          possibleOrphans,
          slot,
          inHand,
          doubts,
          flawed,
          slice,
          slices);
    }

    /** With one more list of so many possible orphans. */
    Progress listed(int orphans) {
      return new Progress(
          id,
          began,
          after,
          comparedAt,
          tally,
          orphanLists + 1,
          orphansSettled,
          orphansHinted,
          possibleOrphans + orphans,
          slot,
          unsettled,
          doubts,
          flawed,
          slice,
          slices);
    }

    /** So many lists have been looked at again. */
    Progress settled(int lists, Tally total) {
      return new Progress(
          id,
          began,
          after,
          comparedAt,
          total,
          orphanLists,
          lists,
          orphansHinted,
          possibleOrphans,
          slot,
          unsettled,
          doubts,
          flawed,
          slice,
          slices);
    }

    /** So many lists have been hinted at. */
    Progress hinted(int lists, Tally total) {
      return new Progress(
          id,
          began,
          after,
          comparedAt,
          total,
          orphanLists,
          orphansSettled,
          lists,
          possibleOrphans,
          slot,
          unsettled,
          doubts,
          flawed,
          slice,
          slices);
    }

    Progress doubted(String why) {
      return new Progress(
          id,
          began,
          after,
          comparedAt,
          tally,
          orphanLists,
          orphansSettled,
          orphansHinted,
          possibleOrphans,
          slot,
          unsettled,
          Optional.of(why),
          flawed,
          slice,
          slices);
    }

    Progress withFlaw() {
      return new Progress(
          id,
          began,
          after,
          comparedAt,
          tally,
          orphanLists,
          orphansSettled,
          orphansHinted,
          possibleOrphans,
          slot,
          0,
          doubts,
          true,
          slice,
          slices);
    }

    boolean compared() {
      return comparedAt.isPresent();
    }

    /** Only the standby has keys. */
    boolean primaryIsEmpty() {
      return tally.primaryKeys() == 0 && possibleOrphans > 0;
    }

    /** Whether it shows, once it is complete, that both sides were equal. */
    boolean isProof() {
      return tally.isEqual() && doubts.isEmpty() && !flawed;
    }

    static Progress beginning(String id, Instant now, int slot, int slice, int slices) {
      return new Progress(
          id,
          now,
          Optional.empty(),
          Optional.empty(),
          Tally.NOTHING,
          0,
          0,
          0,
          0,
          slot,
          0,
          Optional.empty(),
          false,
          slice,
          slices);
    }

    static Progress of(Fields fields) {
      return new Progress(
          fields.text("id").orElse(""),
          fields.time("began").orElse(Instant.EPOCH),
          fields.key("after"),
          fields.time("comparedAt"),
          fields.object("tally").map(Tally::of).orElse(Tally.NOTHING),
          (int) fields.number("orphanLists"),
          (int) fields.number("orphansSettled"),
          (int) fields.number("orphansHinted"),
          fields.number("possibleOrphans"),
          (int) fields.number("slot"),
          (int) fields.number("unsettled"),
          fields.text("doubts"),
          fields.flag("flawed"),
          (int) fields.number("slice"),
          (int) fields.number("slices"));
    }
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("since", since.toString());
    pass.ifPresent(p -> map.put("pass", p.toMap()));
    proof.ifPresent(p -> map.put("proof", p.toMap()));
    held.ifPresent(h -> map.put("held", h.toMap()));
    passBegan.ifPresent(time -> map.put("passBegan", time.toString()));
    map.put("slice", slice);
    return map;
  }

  static Watermark of(Fields fields, Instant now) {
    return new Watermark(
        fields.time("since").orElse(now),
        fields.object("pass").map(Progress::of),
        fields.object("proof").map(Proof::of),
        fields.object("held").map(Held::of),
        fields.time("passBegan"),
        (int) fields.number("slice"));
  }

  static Watermark none(Instant now) {
    return new Watermark(
        now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  Watermark with(Optional<Progress> newPass) {
    return new Watermark(since, newPass, proof, held, passBegan, slice);
  }

  Watermark with(Proof newProof) {
    return new Watermark(since, pass, Optional.of(newProof), held, passBegan, slice);
  }

  Watermark withHeld(Optional<Held> newHeld) {
    return new Watermark(since, pass, proof, newHeld, passBegan, slice);
  }

  /** With a pass that begins now. */
  Watermark beginning(Progress progress, int nextSlice) {
    return new Watermark(
        since, Optional.of(progress), proof, held, Optional.of(progress.began()), nextSlice);
  }
}
