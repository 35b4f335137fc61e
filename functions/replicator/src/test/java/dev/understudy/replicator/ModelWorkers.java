package dev.understudy.replicator;

import dev.understudy.replicator.ModelWorker.Procedure;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Every worker that a run of the model has met, each computed once: there are far fewer of them
 * than states. Shared by all states of a run; for one thread.
 */
final class ModelWorkers {
  private final Procedure procedure;
  private final ModelWorker first;
  private final IdentityHashMap<ModelWorker, Map<Object, ModelWorker>> next =
      new IdentityHashMap<>();
  private final Map<String, String> consequences = new HashMap<>();

  ModelWorkers(Procedure procedure) {
    this.procedure = procedure;
    this.first = ModelWorker.begin(procedure);
  }

  /** The worker that has received a message and made no call yet. */
  ModelWorker first() {
    return first;
  }

  /** The same worker after its call was answered. */
  ModelWorker answered(ModelWorker worker, Object answer) {
    return next.computeIfAbsent(worker, w -> new HashMap<>())
        .computeIfAbsent(answer, a -> computed(worker, a));
  }

  /** Two workers that seem to know the same must go on in the same way, or states were confused. */
  private ModelWorker computed(ModelWorker worker, Object answer) {
    ModelWorker after = worker.answered(answer, procedure);
    String known = worker.knowledge() + " <- " + answer;
    String before = consequences.putIfAbsent(known, after.knowledge());
    if (before != null && !before.equals(after.knowledge())) {
      throw new AssertionError(
          "After %s comes %s or %s: knowledge() leaves out what matters"
              .formatted(known, before, after.knowledge()));
    }
    return after;
  }
}
