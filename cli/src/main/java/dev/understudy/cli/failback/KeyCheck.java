package dev.understudy.cli.failback;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.StandbyVersions;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides which side changed a key since the promotion. The state before it is the standby's newest
 * version from before: the replica. The standby changed if it has a later version or delete marker.
 * The primary changed if its object is not the original of that replica. Safe for several threads.
 *
 * @param correct when an object is the original of a replica
 * @param promotedAt on the standby's clock
 * @param journal what an earlier run settled
 */
record KeyCheck(
    Primary primary,
    Standby standby,
    StandbyVersions versions,
    CorrectReplica correct,
    Instant promotedAt,
    Journal journal) {
  /** The id of the only version of a key that the standby does not version. */
  private static final String UNVERSIONED = "null";

  /**
   * Reads both sides.
   *
   * @throws dev.understudy.core.store.StoreException if a side cannot be read
   */
  KeyState check(ObjectKey key) {
    Optional<PrimaryObject> original = primary.head(key);
    Replica seen = standby.head(key);
    KeyState state =
        new KeyState(
            key,
            Verdict.EQUAL,
            original,
            seen.present(),
            seen.present().map(Replica.Present::lastModified),
            "");
    if (isEqual(state) || journal.settled(state)) {
      return state;
    }
    List<StandbyVersions.Entry> history = versions.newest(key);
    if (history.isEmpty()) {
      return seen.present().isEmpty()
          ? state.as(Verdict.NOT_REPLICATED, "")
          : state.as(Verdict.CONFLICT, "the standby changed the key while it was read");
    }
    return compare(at(state, history.get(0).time()), history);
  }

  private static KeyState at(KeyState state, Instant time) {
    return new KeyState(
        state.key(), state.verdict(), state.primary(), state.standby(), Optional.of(time), "");
  }

  private boolean isEqual(KeyState state) {
    if (state.primary().isEmpty() || state.standby().isEmpty()) {
      return state.primary().isEmpty() && state.standby().isEmpty();
    }
    return CorrectReplica.hasSameBytes(state.primary().get(), state.standby().get())
        && hasSameLabels(state.primary().get(), state.standby().get());
  }

  private boolean hasSameLabels(PrimaryObject original, Replica.Present replica) {
    return correct
        .labels()
        .of(original.fingerprint().attributes())
        .attributes()
        .equals(replica.fingerprint().attributes());
  }

  private KeyState compare(KeyState state, List<StandbyVersions.Entry> history) {
    StandbyVersions.Entry newest = history.get(0);
    if (newest.isMarker() == state.standby().isPresent()) {
      return state.as(Verdict.CONFLICT, "the standby changed the key while it was read");
    }
    if (newest.time().isBefore(promotedAt)) {
      return unchanged(state);
    }
    if (newest.id().equals(UNVERSIONED)) {
      return state.primary().isEmpty()
          ? state.as(Verdict.COPY, "")
          : state.as(
              Verdict.CONFLICT, "the standby keeps no versions of the key, so its base is unknown");
    }
    Optional<Replica.Present> base = base(state.key(), history);
    boolean primaryUnchanged =
        base.isEmpty()
            ? state.primary().isEmpty()
            : state.primary().filter(now -> correct.matches(now, base.get())).isPresent();
    if (!primaryUnchanged) {
      return state.as(Verdict.CONFLICT, conflict(state, base));
    }
    return state.as(state.standby().isPresent() ? Verdict.COPY : Verdict.DELETE, "");
  }

  /** Tags can change on either side without a new version. */
  private KeyState unchanged(KeyState state) {
    boolean labelsOnly =
        state.primary().isPresent()
            && state.standby().isPresent()
            && correct.matchesExceptLabels(state.primary().get(), state.standby().get());
    return labelsOnly
        ? state.as(
            Verdict.CONFLICT, "only labels differ, and no time shows which side changed them")
        : state.as(Verdict.PRIMARY_NEWER, "");
  }

  /** The replica at the time of the promotion; empty if there was none, or if it is not kept. */
  private Optional<Replica.Present> base(ObjectKey key, List<StandbyVersions.Entry> history) {
    return history.stream()
        .filter(entry -> entry.time().isBefore(promotedAt))
        .findFirst()
        .filter(entry -> !entry.isMarker())
        .flatMap(entry -> versions.version(key, entry.id()));
  }

  private static String conflict(KeyState state, Optional<Replica.Present> base) {
    String writers = state.standby().isPresent() ? "wrote" : "deleted";
    if (base.isEmpty()) {
      return "writers %s it, and the primary has an object that the standby never had"
          .formatted(writers);
    }
    return state.primary().isEmpty()
        ? "writers %s it, and the primary deleted it".formatted(writers)
        : "writers %s it, and the primary changed it".formatted(writers);
  }
}
