package dev.understudy.reconciler;

/** Counts of one run, as it goes on. Used by one thread. */
final class RunCounts {
  private long keys;
  private long primaryKeys;
  private long bytes;
  private long missing;
  private long stale;
  private long orphaned;
  private long refused;
  private long inFlight;
  private long bytesToCopy;
  private long hinted;

  /** A key that only the standby has, or the probe's heartbeat: it makes no empty primary full. */
  void comparedWithoutOriginal() {
    keys++;
  }

  /** A key of the primary, and the size of its object. */
  void compared(long size) {
    keys++;
    primaryKeys++;
    bytes += size;
  }

  void drift(Drift drift, long size) {
    switch (drift) {
      case MISSING -> missing++;
      case STALE -> stale++;
      case ORPHANED -> orphaned++;
    }
    bytesToCopy += size;
  }

  void orphaned(long number) {
    orphaned += number;
  }

  void refused() {
    refused++;
  }

  void inFlight() {
    inFlight++;
  }

  void hinted(long number) {
    hinted += number;
  }

  Tally tally() {
    return new Tally(
        keys, primaryKeys, bytes, missing, stale, orphaned, refused, inFlight, bytesToCopy, hinted);
  }
}
