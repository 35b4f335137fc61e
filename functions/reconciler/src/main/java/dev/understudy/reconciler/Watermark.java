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
 * @param last the last complete pass
 */
record Watermark(
    Instant since,
    Optional<Progress> pass,
    Optional<Proof> proof,
    Optional<Held> held,
    Optional<Instant> deepSince,
    int slice,
    Optional<LastPass> last) {

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("since", since.toString());
    pass.ifPresent(p -> map.put("pass", p.toMap()));
    proof.ifPresent(p -> map.put("proof", p.toMap()));
    held.ifPresent(h -> map.put("held", h.toMap()));
    deepSince.ifPresent(time -> map.put("deepSince", time.toString()));
    map.put("slice", slice);
    last.ifPresent(l -> map.put("last", l.toMap()));
    return map;
  }

  static Watermark of(NoteFields fields, Instant now) {
    return new Watermark(
        fields.time("since").orElse(now),
        fields.object("pass").map(Progress::of),
        fields.object("proof").map(Proof::of),
        fields.object("held").map(Held::of),
        fields.time("deepSince"),
        (int) fields.number("slice"),
        fields.object("last").map(LastPass::of));
  }

  static Watermark none(Instant now) {
    return new Watermark(
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  /**
   * A complete pass.
   *
   * @param sample the positions of some of its keys
   */
  record LastPass(String id, KeySample sample) {
    /** Empty for a small pass without ranges, from which the next pass learns nothing. */
    static Optional<LastPass> of(Progress done) {
      return done.ranges().isEmpty() && done.sample().keys().isEmpty()
          ? Optional.empty()
          : Optional.of(new LastPass(done.id(), done.sample()));
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(sample.toMap());
      map.put("pass", id);
      return map;
    }

    static LastPass of(NoteFields fields) {
      return new LastPass(fields.text("pass").orElse(""), KeySample.of(fields));
    }
  }

  Watermark with(Optional<Progress> newPass) {
    return new Watermark(since, newPass, proof, held, deepSince, slice, last);
  }

  Watermark with(Proof newProof) {
    return new Watermark(since, pass, Optional.of(newProof), held, deepSince, slice, last);
  }

  Watermark withHeld(Optional<Held> newHeld) {
    return new Watermark(since, pass, proof, newHeld, deepSince, slice, last);
  }

  /** Without a pass under way; the slices that this one has compared are done. */
  Watermark completed(Progress done) {
    return new Watermark(
        since,
        Optional.empty(),
        proof,
        held,
        Optional.of(done.began()),
        done.slices().next(),
        LastPass.of(done));
  }
}
