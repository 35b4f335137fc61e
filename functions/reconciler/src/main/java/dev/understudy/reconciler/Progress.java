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
 * @param ranges its key ranges, each of which has a progress of its own; empty without ranges
 * @param sample the positions of some of its keys
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
    Slices slices,
    Optional<Ranges> ranges,
    KeySample sample) {

  static Progress beginning(
      String id, Instant now, String scope, int slot, Slices slices, Optional<Ranges> ranges) {
    return new Progress(
        id,
        now,
        scope,
        new Compared(Optional.empty(), Optional.empty(), 0),
        new Counts(),
        new Suspects(0, 0, 0, 0, slot),
        Optional.empty(),
        false,
        slices,
        ranges,
        KeySample.EMPTY);
  }

  Progress with(Compared now, Counts total) {
    return with(now, total, suspects, doubts, flawed);
  }

  Progress with(Suspects now, Counts total) {
    return with(compared, total, now, doubts, flawed);
  }

  Progress doubted(String why) {
    return with(compared, counts, suspects, Optional.of(why), flawed);
  }

  Progress withFlaw() {
    return with(compared.withNothingUnsettled(), counts, suspects, doubts, true);
  }

  private Progress with(
      Compared keys, Counts total, Suspects listed, Optional<String> why, boolean flaw) {
    return new Progress(id, began, scope, keys, total, listed, why, flaw, slices, ranges, sample);
  }

  /** With a further key, above all others. */
  Progress sampled(ObjectKey key, long position) {
    KeySample more = sample.with(key, position);
    return new Progress(
        id, began, scope, compared, counts, suspects, doubts, flawed, slices, ranges, more);
  }

  /** The beginning of one of its ranges. */
  Progress ofRange(int range) {
    Compared below = new Compared(ranges.orElseThrow().after(range), Optional.empty(), 0);
    Suspects none = new Suspects(0, 0, 0, 0, suspects.slot());
    return new Progress(
        id,
        began,
        scope,
        below,
        new Counts(),
        none,
        Optional.empty(),
        false,
        slices,
        Optional.empty(),
        KeySample.EMPTY);
  }

  /** Whether its keys are compared and its suspects are decided. */
  boolean isReviewed() {
    return compared.all() && suspects.areSettled();
  }

  /** With the result of its next range, which is reviewed. */
  Progress plus(Progress next) {
    return new Progress(
        id,
        began,
        scope,
        compared.latest(next.compared),
        counts.plus(next.counts),
        suspects.plus(next.suspects),
        doubts.or(next::doubts),
        flawed || next.flawed,
        slices,
        ranges.map(all -> all.withLists(next.suspects.lists())),
        sample.plus(next.sample, counts.get(Count.KEYS)));
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
    ranges.ifPresent(all -> map.put("ranges", all.toMap()));
    if (!sample.keys().isEmpty()) {
      map.put("sample", sample.toMap());
    }
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
        new Slices((int) fields.number("slice"), (int) fields.number("slices")),
        fields.object("ranges").map(Ranges::of),
        fields.object("sample").map(KeySample::of).orElse(KeySample.EMPTY));
  }
}
