package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run leaves for the next one.
 *
 * @param since when the first pass began
 * @param pass the pass that is under way
 * @param proof the last complete pass that found no drift
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

  static Watermark of(NoteFields fields, Instant now) {
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
