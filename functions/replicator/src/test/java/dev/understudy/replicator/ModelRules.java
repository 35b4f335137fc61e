package dev.understudy.replicator;

import dev.understudy.core.store.Dialect;
import dev.understudy.replicator.ModelWorker.Procedure;
import dev.understudy.replicator.ModelWorker.Weakening;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What may happen in a run of the model.
 *
 * @param workers how many there are
 * @param weakening what is left out of the procedure, to show that it is needed
 * @param conditional whether the standby honours conditions
 * @param conditionalDeletes whether it honours them on DELETE too, which MinIO does not
 * @param stamped whether the standby orders versions by their stamps, or by arrival
 * @param acknowledgesFirst whether messages leave the queue before the work is done
 * @param faults how many of each at most
 * @param finalHints how often all keys are hinted at once everything is quiet, as the reconciler
 *     does
 * @param audit what a reconciler does that lists both sides once while all else goes on, if there
 *     is one
 */
record ModelRules(
    ModelClock clock,
    int workers,
    Weakening weakening,
    boolean conditional,
    boolean conditionalDeletes,
    boolean stamped,
    boolean acknowledgesFirst,
    Faults faults,
    int finalHints,
    Optional<ModelAudit.Rule> audit) {

  /**
   * What may go wrong, and how often.
   *
   * @param crashes of a worker at any point; a write that it was making may still land at any time
   * @param expiries of a message's visibility while it is worked on, or deliveries of it twice
   * @param duplicates of hints
   * @param losses of hints
   */
  record Faults(int crashes, int expiries, int duplicates, int losses) {
    static final Faults NONE = new Faults(0, 0, 0, 0);

    @Override
    public String toString() {
      return crashes
          + " crashes, "
          + expiries
          + " expiries, "
          + duplicates
          + " duplicates, "
          + losses
          + " losses";
    }
  }

  /** The procedure as it is. */
  static ModelRules of(ModelClock clock, int workers, Faults faults) {
    return new ModelRules(
        clock,
        workers,
        Weakening.NONE,
        true,
        false,
        true,
        false,
        faults,
        faults.losses(),
        Optional.empty());
  }

  /** The procedure that this standby gets: it depends on the dialect. */
  Procedure procedure() {
    Set<Dialect.Feature> features = EnumSet.copyOf(Dialect.MINIO.features());
    if (!conditional) {
      features.remove(Dialect.Feature.CONDITIONAL_PUT);
    }
    if (!stamped) {
      features.remove(Dialect.Feature.STAMPED_DELETE);
    }
    return new Procedure(weakening, new Dialect(features), clock);
  }

  ModelRules weakened(Weakening weaker) {
    return new ModelRules(
        clock,
        workers,
        weaker,
        conditional,
        conditionalDeletes,
        stamped,
        acknowledgesFirst,
        faults,
        finalHints,
        audit);
  }

  ModelRules unconditional() {
    return new ModelRules(
        clock,
        workers,
        weakening,
        false,
        conditionalDeletes,
        stamped,
        acknowledgesFirst,
        faults,
        finalHints,
        audit);
  }

  ModelRules unstamped() {
    return new ModelRules(
        clock,
        workers,
        weakening,
        conditional,
        conditionalDeletes,
        false,
        acknowledgesFirst,
        faults,
        finalHints,
        audit);
  }

  ModelRules withConditionalDeletes() {
    return new ModelRules(
        clock,
        workers,
        weakening,
        conditional,
        true,
        stamped,
        acknowledgesFirst,
        faults,
        finalHints,
        audit);
  }

  ModelRules acknowledgingFirst() {
    return new ModelRules(
        clock,
        workers,
        weakening,
        conditional,
        conditionalDeletes,
        stamped,
        true,
        faults,
        finalHints,
        audit);
  }

  ModelRules audited(ModelAudit.Rule rule) {
    return new ModelRules(
        clock,
        workers,
        weakening,
        conditional,
        conditionalDeletes,
        stamped,
        acknowledgesFirst,
        faults,
        finalHints,
        Optional.of(rule));
  }
}
