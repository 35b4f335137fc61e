package dev.understudy.reconciler;

import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one run does of a pass. A pass over key ranges has three steps: it is planned, each range is
 * compared by runs of its own, and the results are joined. One brake and one proof are for all
 * ranges. Used by one thread.
 */
final class Pass {
  private final RunContext context;
  private final ReconcileRequest request;
  private final Mark mark;
  private final List<ObjectKey> unreadable = new ArrayList<>();
  private Mark latest;

  /**
   * Begins nothing yet.
   *
   * @param mark of the watermark
   */
  Pass(RunContext context, ReconcileRequest request, Mark mark) {
    this.context = context;
    this.request = request;
    this.mark = mark;
    this.latest = mark;
  }

  /**
   * Goes on with the pass under way, or begins one. A step of a known pass changes nothing here.
   *
   * @return the pass
   */
  String begin() {
    @Nullable RangeStep step = request.step().orElse(null);
    if (step instanceof RangeStep.Compare compare) {
      return compare.pass();
    }
    if (step instanceof RangeStep.Join join) {
      return join.pass();
    }
    Optional<Supplier<Ranges>> ranges =
        step instanceof RangeStep.Plan plan
            ? Optional.of(() -> Ranges.choose(plan.ranges(), mark.watermark(), context.stores()))
            : Optional.empty();
    mark.goOn(request.restart(), context.settings().deepDays(), context.scopeText(), ranges);
    return mark.progress().id();
  }

  /**
   * Goes on with what is requested until it is complete or the run must stop.
   *
   * @return whether the pass, or the requested range, is complete
   * @throws IllegalStateException if the pass is not under way, or is not ready for the step
   */
  boolean run() {
    @Nullable RangeStep step = request.step().orElse(null);
    if (step instanceof RangeStep.Compare compare) {
      return compare(compare.pass(), compare.range());
    }
    if (step instanceof RangeStep.Join join) {
      return isDone(join.pass()) || join(join.pass());
    }
    Progress progress = mark.progress();
    boolean toCompare = progress.ranges().isPresent() && !progress.compared().all();
    return toCompare ? compareAll(progress) && join(progress.id()) : end();
  }

  private boolean compareAll(Progress progress) {
    for (int range = 0; range < progress.ranges().orElseThrow().number(); range++) {
      if (!compare(progress.id(), range)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The watermark is read after the range's note is opened. If it still has this pass, no run of a
   * later pass has written the note before it was opened; the condition of the first write finds
   * out whether one has written it since.
   */
  private boolean compare(String pass, int range) {
    Mark mine = context.mark(ReconcilerNotes.range(range));
    Progress whole = underWay(context.mark(Reconciler.WATERMARK), pass);
    Ranges ranges = whole.ranges().orElseThrow();
    if (range >= ranges.number()) {
      throw new IllegalArgumentException(
          "Pass \"%s\" has %d ranges, from 0; it has no range %d"
              .formatted(pass, ranges.number(), range));
    }
    latest = mine;
    mine.countFrom(context.counts());
    mine.goOn(whole, range);
    PassRun run =
        new PassRun(
            context,
            mine,
            SuspectLists.of(context, whole, range),
            request.deep(),
            ranges.last(range));
    try {
      return run.compareAndReview();
    } finally {
      unreadable.addAll(run.unreadable());
    }
  }

  private boolean isDone(String pass) {
    return mark.watermark().last().filter(done -> done.id().equals(pass)).isPresent();
  }

  private boolean join(String pass) {
    Progress whole = underWay(mark, pass);
    if (!whole.compared().all()) {
      mark.joined(reviewed(whole));
    }
    latest = mark;
    return end();
  }

  private List<Progress> reviewed(Progress whole) {
    List<Progress> reviewed = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int range = 0; range < whole.ranges().orElseThrow().number(); range++) {
      Optional<Progress> part =
          context
              .mark(ReconcilerNotes.range(range))
              .watermark()
              .pass()
              .filter(found -> found.id().equals(whole.id()) && found.isReviewed());
      part.ifPresent(reviewed::add);
      if (part.isEmpty()) {
        missing.add(range);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "The ranges %s of pass \"%s\" are not complete; go on with each of them first"
              .formatted(missing, whole.id()));
    }
    return reviewed;
  }

  /** All keys are compared, or the pass has no ranges. */
  private boolean end() {
    mark.countFrom(context.counts());
    Progress progress = mark.progress();
    PassRun run =
        new PassRun(
            context, mark, SuspectLists.of(context, progress), request.deep(), Optional.empty());
    try {
      if (!run.run()) {
        return false;
      }
    } finally {
      unreadable.addAll(run.unreadable());
    }
    mark.complete();
    return true;
  }

  private Progress underWay(Mark current, String pass) {
    Progress progress =
        current
            .watermark()
            .pass()
            .filter(under -> under.id().equals(pass) && under.ranges().isPresent())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Pass \"%s\" over ranges is not under way; {\"plan\":N} begins or continues one"
                            .formatted(pass)));
    if (!progress.scope().equals(context.scopeText())) {
      throw new IllegalStateException(
          "Pass \"%s\" compares \"%s\", but the scope is now \"%s\"; {\"plan\":N} begins another pass"
              .formatted(pass, progress.scope(), context.scopeText()));
    }
    return progress;
  }

  /** The requests that compare the ranges of the pass under way. */
  List<RangeStep> steps() {
    Progress progress = mark.progress();
    return IntStream.range(0, progress.ranges().orElseThrow().number())
        .mapToObj(range -> (RangeStep) new RangeStep.Compare(progress.id(), range))
        .toList();
  }

  /** How far the pass, or the range that the run went on with, has come; empty if complete. */
  Optional<Progress> progress() {
    return latest.watermark().pass();
  }

  /** The keys of this run that could not be read; the first ones of each range. */
  List<ObjectKey> unreadable() {
    return List.copyOf(unreadable);
  }
}
