package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The watermark in the hand of one run: each change of it is written at once, and throws {@link
 * Overtaken} if another run has written it meanwhile. Used by one thread.
 *
 * <p>Over the usual length because each kind of step is a method of it.
 */
final class Mark {
  private final Notes.Note note;
  private final String run;
  private final Clock clock;
  private Watermark watermark;
  private Tally counted = Tally.NOTHING;

  /**
   * @param run names this run: no two write the same
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
   * @throws IllegalStateException if there is none
   */
  Watermark.Progress progress() {
    return watermark
        .pass()
        .orElseThrow(() -> new IllegalStateException("There is no pass under way"));
  }

  /** Goes on with the pass that is under way, or begins one. */
  void goOn(boolean anew, int deepDays) {
    Optional<Watermark.Progress> under = anew ? Optional.empty() : watermark.pass();
    if (under.isPresent()) {
      // What an earlier run had in hand when it was killed has never been looked at again.
      write(under.get().compared().unsettled() > 0 ? under.get().withFlaw() : under.get());
      return;
    }
    Instant now = clock.instant();
    int number =
        Slices.due(
            deepDays, watermark.deepSince().map(then -> Duration.between(then, now)).orElse(null));
    Slices slices = new Slices(watermark.slice(), number);
    int slot = watermark.held().map(held -> 1 - held.slot()).orElse(0);
    write(Watermark.Progress.beginning(run, now, slot, slices));
  }

  /**
   * Shows that no other run has moved the watermark.
   *
   * @throws Overtaken if one has
   */
  void confirm() {
    write();
  }

  void compared(Optional<ObjectKey> after, boolean all, int unsettled, RunCounts counts) {
    Optional<Instant> at = all ? Optional.of(clock.instant()) : Optional.empty();
    write(progress().with(new Watermark.Compared(after, at, unsettled), tally(counts)));
  }

  /** Whether changes that were on their way when the last key was compared have arrived by now. */
  boolean isSettledBy(Duration grace) {
    return progress()
        .compared()
        .at()
        .filter(at -> !clock.instant().isBefore(at.plus(grace)))
        .isPresent();
  }

  /** A list of so many suspects is written; told with the next step. */
  void listed(int suspects) {
    Watermark.Progress progress = progress();
    watermark =
        watermark.with(
            Optional.of(progress.with(progress.suspects().listed(suspects), progress.tally())));
  }

  void settled(int lists, RunCounts counts) {
    write(progress().with(progress().suspects().settled(lists), tally(counts)));
  }

  void hinted(int lists, RunCounts counts) {
    write(progress().with(progress().suspects().hinted(lists), tally(counts)));
  }

  void doubt(String why) {
    write(progress().doubted(why));
  }

  private Tally tally(RunCounts counts) {
    Tally now = counts.tally();
    Tally total = progress().tally().plus(now.minus(counted));
    counted = now;
    return total;
  }

  void hold(String reason, long orphans) {
    Watermark.Progress progress = progress();
    watermark =
        watermark.withHeld(
            Optional.of(
                new Watermark.Held(
                    progress.id(),
                    reason,
                    orphans,
                    progress.suspects().slot(),
                    progress.suspects().lists(),
                    0)));
    write();
  }

  boolean holdsThisPass() {
    return watermark.held().filter(held -> held.pass().equals(progress().id())).isPresent();
  }

  /** The pass is complete: a proof, if both sides were equal. */
  void complete() {
    Watermark.Progress done = progress();
    if (done.isProof()) {
      watermark =
          watermark.with(
              new Watermark.Proof(
                  done.id(),
                  done.began(),
                  clock.instant(),
                  done.tally().keys(),
                  done.tally().bytes()));
    }
    watermark = watermark.completed(done);
    write();
  }

  /** So many of the lists that were held back have been let go. */
  void released(Watermark.Held held, int lists) {
    watermark =
        watermark.withHeld(lists < held.lists() ? Optional.of(held.from(lists)) : Optional.empty());
    write();
  }

  private void write(Watermark.Progress progress) {
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
