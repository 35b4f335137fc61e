package dev.understudy.reconciler;

/** What the reconciler counts. The label is the field's name in answers and in the watermark. */
enum Count {
  /** Keys on either side. */
  KEYS("keys"),
  /** Keys on the primary, without the probe's heartbeat. */
  PRIMARY_KEYS("primaryKeys"),
  /** Bytes of the primary's objects. */
  BYTES("bytes"),
  /** Objects without a replica. */
  MISSING("missing"),
  /** Replicas that differ from their originals. */
  STALE("stale"),
  /** Replicas without an original. */
  ORPHANED("orphaned"),
  /** Replicas that the filter excludes and says to delete. */
  EVICTED("evicted"),
  /** Keys and objects that the standby can never hold, or is configured not to hold. */
  REFUSED("refused"),
  /** Keys that a store denied, or that the standby cannot read: they were not compared. */
  UNREADABLE("unreadable"),
  /** Differences younger than the grace period. */
  IN_FLIGHT("inFlight"),
  /** Bytes of the missing and stale objects. */
  BYTES_TO_COPY("bytesToCopy"),
  /** Hints sent. */
  HINTED("hinted"),
  /** Hints that the repairs queue rejected for their content. */
  REJECTED_HINTS("rejectedHints");

  private final String label;

  Count(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
