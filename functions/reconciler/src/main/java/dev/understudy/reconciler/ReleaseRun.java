package dev.understudy.reconciler;

import dev.understudy.core.store.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * Sends the deletion hints of a pass that the brake withholds. Every key is checked once more. A
 * release under a prefix sends the hints under it and leaves the others withheld.
 */
final class ReleaseRun {
  private final RunContext context;
  private final Mark mark;
  private final ReconcileRequest request;

  ReleaseRun(RunContext context, Mark mark, ReconcileRequest request) {
    this.context = context;
    this.mark = mark;
    this.request = request;
  }

  /**
   * @throws IllegalArgumentException if the pass has no withheld hints
   */
  Summary run() {
    String pass = request.release().orElseThrow();
    Held held = held(pass);
    SuspectLists lists = SuspectLists.of(context, held);
    DriftReport report = context.report();
    SuspectReview review = new SuspectReview(context.checks(), report, context.counts(), true);
    int list = request.prefix().isEmpty() ? held.next() : 0;
    for (; list < held.lists() && !context.deadline().isPassed(); list++) {
      review.deletableAmong(underPrefix(lists.read(list))).forEach(context.sender()::hint);
      context.sender().flush();
      if (request.prefix().isEmpty()) {
        mark.released(held, list + 1);
      }
    }
    boolean complete = list >= held.lists();
    return Summary.of(context.counts())
        .pass(pass)
        .complete(complete)
        .watermark(mark.watermark())
        .message(message(complete))
        .unreadable(report.unreadable());
  }

  /** The answer of a run whose connections were closed; another release goes on. */
  Summary cutOff(StoreException failure) {
    context.sender().flush();
    return Summary.of(context.counts())
        .pass(request.release().orElseThrow())
        .watermark(mark.watermark())
        .message(Optional.of(String.valueOf(failure.getMessage())))
        .note("Release again to go on");
  }

  private Optional<String> message(boolean complete) {
    if (!complete) {
      return Optional.of("The time of the run was up; release again to go on");
    }
    return request.prefix().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Only the deletions under \"%s\" are released; the others stay withheld"
                .formatted(request.prefix()));
  }

  private List<Suspect> underPrefix(List<Suspect> suspects) {
    return suspects.stream()
        .filter(suspect -> suspect.key().value().startsWith(request.prefix()))
        .toList();
  }

  private Held held(String pass) {
    return mark.watermark()
        .held()
        .filter(found -> found.pass().equals(pass))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No deletion hints of pass \"%s\" are withheld; %s"
                        .formatted(pass, heldInstead())));
  }

  private String heldInstead() {
    return mark.watermark()
        .held()
        .map(held -> "those of pass \"%s\" are".formatted(held.pass()))
        .orElse("no hints are withheld");
  }
}
