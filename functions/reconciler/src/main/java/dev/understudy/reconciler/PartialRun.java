package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.Optional;

/**
 * A dry run, or a run over the keys under a prefix. It has no watermark and sends no hints at
 * orphans. It checks suspects again at once: a hint at a change in flight costs two requests.
 */
final class PartialRun {
  private final RunContext context;
  private final ReconcileRequest request;
  private final DriftReport report;
  private Optional<ObjectKey> decided;

  PartialRun(RunContext context, ReconcileRequest request) {
    this.context = context;
    this.request = request;
    this.report = context.report();
    this.decided = request.after();
  }

  Summary run() {
    KeyChecks checks = context.checks();
    SuspectReview review = new SuspectReview(checks, report, context.counts(), false);
    Slices slices = context.slices(new Slices(0, 0), request.deep());
    ListingWalk walk =
        new ListingWalk(
            context.stores(),
            context.settings().pageSize(),
            context.comparison(checks, slices, report),
            context::mustStopComparing,
            context.threads());
    ListingWalk.End end =
        walk.run(
            Listing.Place.of(request.prefix(), request.after()),
            (last, suspects, unsettled) -> {
              review.deletableAmong(suspects);
              decided = unsettled == 0 ? Optional.of(last) : decided;
            });
    review.deletableAmong(end.suspects());
    context.sender().flush();
    Optional<ObjectKey> last = end.all() ? Optional.empty() : end.last();
    return Summary.of(context.counts())
        .complete(end.all())
        .nextKey(last)
        .goOn(last.map(request::goingOnAfter))
        .message(message(end))
        .unreadable(report.unreadable());
  }

  /**
   * The answer of a run whose connections were closed. Differences that were not settled are
   * compared again.
   */
  Summary cutOff(StoreException failure) {
    context.sender().flush();
    return Summary.of(context.counts())
        .nextKey(decided)
        .goOn(Optional.of(decided.map(request::goingOnAfter).orElse(request)))
        .message(Optional.of(String.valueOf(failure.getMessage())))
        .unreadable(report.unreadable());
  }

  private Optional<String> message(ListingWalk.End end) {
    if (!end.all()) {
      return Optional.of(
          context.stopReason().orElse("The run was stopped")
              + "; invoke the function with the value of \"goOn\" to go on");
    }
    return context.counts().deletions() > 0
        ? Optional.of("Deletions are counted here; only a pass over all keys sends their hints")
        : Optional.empty();
  }
}
