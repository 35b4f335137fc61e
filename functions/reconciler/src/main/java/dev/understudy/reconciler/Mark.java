package dev.understudy.reconciler;

import dev.understudy.core.note.Notes;
import dev.understudy.core.object.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The watermark as one run moves it. Each change is written at once, and throws {@link Overtaken}
 * if another run has written the watermark meanwhile. Used by one thread.
 */
final class Mark {
  private final Notes.Note note;
  private final String run;
  private final Clock clock;
  private Watermark watermark;
  private Counts counted = new Counts();

  /**
   * @param run names this run: no two runs write the same content
   */
  Mark(Notes.Note note, String run, Clock clock) {
    this.note = note;
    this.run = run;
    this.clock = clock;
    this.watermark =
        note.content()
            .map(fields -> Watermark.of(fields, clock.instant()))
            .orElseGet(() -> Watermark.none(clock.instant()));
  }

  Watermark watermark() {
    return watermark;
  }

  /**
   * The pass under way.
   *
   * @throws IllegalStateException if no pass is under way
   */
  Progress progress() {
    return watermark.pass().orElseThrow(() -> new IllegalStateException("No pass is under way"));
  }

  /**
   * Goes on with the pass that is under way, or begins one.
   *
   * @param anew whether to begin a pass in any case
   * @param scope what is compared: a pass with another scope is given up
   * @param ranges chooses key ranges for a pass that begins; a pass without ranges is given up.
   *     Empty goes on with any pass
   */
  void goOn(boolean anew, int deepDays, String scope, Optional<Supplier<Ranges>> ranges) {
    Optional<Progress> under =
        watermark
            .pass()
            .filter(pass -> !anew && pass.scope().equals(scope))
            .filter(pass -> ranges.isEmpty() || pass.ranges().isPresent());
    if (under.isPresent()) {
      goOn(under.get());
      return;
    }
    Instant now = clock.instant();
    int number =
        Slices.due(
            deepDays, watermark.deepSince().map(then -> Duration.between(then, now)).orElse(null));
    Slices slices = new Slices(watermark.slice(), number);
    int slot = watermark.held().map(held -> 1 - held.slot()).orElse(0);
    write(Progress.beginning(run, now, scope, slot, slices, ranges.map(Supplier::get)));
  }

  /**
   * What the run has counted so far belongs to other marks: a run may go on with several ranges.
   */
  void countFrom(Counts ofRun) {
    counted = new Counts().plus(ofRun);
  }

  /** Goes on with a range of a pass, or begins it. This is the mark of the range. */
  void goOn(Progress pass, int range) {
    goOn(
        watermark
            .pass()
            .filter(under -> under.id().equals(pass.id()))
            .orElseGet(() -> pass.ofRange(range)));
  }

  /** A killed run has lost the differences that it had not decided. */
  private void goOn(Progress under) {
    write(under.compared().unsettled() > 0 ? under.withFlaw() : under);
  }

  /** The pass has the result of all its ranges, in their order. */
  void joined(List<Progress> ofRanges) {
    Progress sum = progress();
    for (Progress range : ofRanges) {
      sum = sum.plus(range);
    }
    write(sum);
  }

  /**
   * Shows that no other run has moved the watermark.
   *
   * @throws Overtaken if one has
   */
  void confirm() {
    write();
  }

  void compared(Optional<ObjectKey> after, boolean all, int unsettled, Counts counts) {
    Optional<Instant> at = all ? Optional.of(clock.instant()) : Optional.empty();
    write(progress().with(new Compared(after, at, unsettled), total(counts)));
  }

  /** The next step writes the position of its last key. */
  void sampled(ObjectKey last, Counts counts) {
    Progress progress = progress();
    long position = progress.counts().plus(counts.minus(counted)).get(Count.KEYS);
    watermark = watermark.with(Optional.of(progress.sampled(last, position)));
  }

  /** A list of suspects is written. The next step writes this to the watermark. */
  void listed(int suspects) {
    Progress progress = progress();
    watermark =
        watermark.with(
            Optional.of(progress.with(progress.suspects().listed(suspects), progress.counts())));
  }

  void settled(int lists, Counts counts) {
    write(progress().with(progress().suspects().settled(lists), total(counts)));
  }

  void hinted(int lists, Counts counts) {
    write(progress().with(progress().suspects().hinted(lists), total(counts)));
  }

  void doubt(String why) {
    write(progress().doubted(why));
  }

  private Counts total(Counts ofRun) {
    Counts total = progress().counts().plus(ofRun.minus(counted));
    counted = new Counts().plus(ofRun);
    return total;
  }

  void hold(String reason, long orphans) {
    Progress progress = progress();
    watermark =
        watermark.withHeld(
            Optional.of(
                new Held(
                    progress.id(),
                    reason,
                    orphans,
                    progress.suspects().slot(),
                    progress.suspects().lists(),
                    0,
                    progress.ranges().map(Ranges::lists).orElse(List.of()))));
    write();
  }

  boolean holdsThisPass() {
    return watermark.held().filter(held -> held.pass().equals(progress().id())).isPresent();
  }

  /** The pass is complete. It becomes the proof if it found no drift. */
  void complete() {
    Progress done = progress();
    if (done.isProof()) {
      watermark = watermark.with(Proof.of(done, clock.instant()));
    }
    watermark = watermark.completed(done);
    write();
  }

  /** The first lists of the withheld hints are released. */
  void released(Held held, int lists) {
    watermark =
        watermark.withHeld(lists < held.lists() ? Optional.of(held.from(lists)) : Optional.empty());
    write();
  }

  private void write(Progress progress) {
    watermark = watermark.with(Optional.of(progress));
    write();
  }

  private void write() {
    Map<String, Object> content = new LinkedHashMap<>(watermark.toMap());
    content.put("run", run);
    content.put("written", clock.instant().toString());
    if (!note.write(content)) {
      throw new Overtaken();
    }
  }
}
