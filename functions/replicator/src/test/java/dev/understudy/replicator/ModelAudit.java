package dev.understudy.replicator;

import dev.understudy.core.object.ETag;
import dev.understudy.core.store.Replica;
import dev.understudy.replicator.ModelWorker.Call;
import dev.understudy.replicator.ModelWorker.Opened;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reconciler in the middle of a pass over the one key: what its two listings have shown so far.
 *
 * @param primary what the primary's showed, once it is read
 * @param standby what the standby's showed, once it is read
 * @param over whether it has drawn its conclusion
 */
record ModelAudit(Optional<Opened> primary, Optional<Replica> standby, boolean over) {
  static final ModelAudit NOT_BEGUN = new ModelAudit(Optional.empty(), Optional.empty(), false);
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /**
   * What it does.
   *
   * @param deletes whether it deletes what has no original in its listings, or hints at it
   * @param primaryFirst which listing it reads first
   */
  record Rule(boolean deletes, boolean primaryFirst) {}

  /** Whether it has read one listing and not acted yet. */
  boolean isUnderWay() {
    return !over && (primary.isPresent() || standby.isPresent());
  }

  ModelAudit withPrimary(Opened sight) {
    return new ModelAudit(Optional.of(sight), standby, false);
  }

  ModelAudit withStandby(Replica sight) {
    return new ModelAudit(primary, Optional.of(sight), false);
  }

  /** Nothing of what was seen matters any more. */
  static ModelAudit ended() {
    return new ModelAudit(Optional.empty(), Optional.empty(), true);
  }

  /** The state of the primary that the replica showed; 0 if there was none. */
  int shownState() {
    return version().map(name -> Integer.parseInt(name.replaceFirst("@.*", ""))).orElse(0);
  }

  /** With the stamp that the replicator would give it, had it seen the same. */
  Call.Delete deletion() {
    Instant seen = version().map(name -> Instant.parse(name.replaceFirst(".*@", ""))).orElseThrow();
    Instant read = primary.orElseThrow().readAt().minus(MARGIN);
    ETag etag = standby.flatMap(Replica::present).orElseThrow().fingerprint().etag();
    return new Call.Delete(etag, (read.isAfter(seen) ? read : seen).plusMillis(1));
  }

  private Optional<String> version() {
    return standby.flatMap(Replica::present).flatMap(Replica.Present::versionId);
  }
}
