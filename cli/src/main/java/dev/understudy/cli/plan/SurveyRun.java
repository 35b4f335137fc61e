package dev.understudy.cli.plan;

import dev.understudy.cli.listing.ListedObjects;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists the primary, and the standby at the same time if there is one. Used by one thread. */
public final class SurveyRun {
  private final Survey survey;
  private final Iterator<ListedObject> primary;
  private final Iterator<ListedObject> standby;
  private final CorrectReplica correct;
  private @Nullable ListedObject replica;

  /**
   * @param prefix only keys that begin with this
   * @param standby empty if every object counts as missing
   * @param correct when a replica is correct
   */
  public SurveyRun(
      Survey survey,
      String prefix,
      Listing primary,
      Optional<Listing> standby,
      CorrectReplica correct) {
    this.survey = survey;
    this.primary = new ListedObjects(primary, prefix);
    this.standby =
        standby
            .<Iterator<ListedObject>>map(listing -> new ListedObjects(listing, prefix))
            .orElse(List.<ListedObject>of().iterator());
    this.correct = correct;
  }

  /**
   * Lists to the end, or until it is stopped.
   *
   * @param stopped asked for each key
   * @param progress receives what was listed so far, after each object
   * @return whether the end was reached
   */
  public boolean run(BooleanSupplier stopped, Consumer<Tally> progress) {
    nextReplica();
    while (primary.hasNext()) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      ListedObject object = primary.next();
      survey.add(object, held(object));
      progress.accept(survey.listed());
    }
    while (replica != null) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      addOrphan(replica);
    }
    return true;
  }

  private Survey.Held held(ListedObject object) {
    while (replica != null && replica.key().compareTo(object.key()) < 0) {
      addOrphan(replica);
    }
    ListedObject found = replica;
    if (found == null || !found.key().equals(object.key())) {
      return Survey.Held.MISSING;
    }
    nextReplica();
    return correct.matches(object, found) ? Survey.Held.CORRECT : Survey.Held.STALE;
  }

  private void addOrphan(ListedObject orphan) {
    if (!ReservedKeys.isReserved(orphan.key())) {
      survey.addOrphan();
    }
    nextReplica();
  }

  private void nextReplica() {
    replica = standby.hasNext() ? standby.next() : null;
  }
}
