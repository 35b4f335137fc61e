package dev.understudy.cli.plan;

/**
 * What a backfill and a month have to do.
 *
 * @param listed objects with a key in scope, which each pass of the reconciler lists
 * @param inScope what the standby will hold
 * @param missing in scope, without a replica
 * @param stale in scope, with a replica that is not correct
 * @param large missing and stale objects that need a multipart upload
 * @param parts the parts of these
 */
record Workload(Tally listed, Tally inScope, Tally missing, Tally stale, Tally large, long parts) {
  /** Up to this size, the replicator writes a replica with one PUT. */
  static final long ONE_PUT = 8L << 20;

  /** The default of PART_SIZE_MIB. A listing does not show the real parts of an object. */
  private static final long PART = 64L << 20;

  /** A bucket of which nothing is known but its size, and a standby that is empty. */
  static Workload of(long keys, long bytes) {
    Tally all = Tally.of(keys, bytes);
    long mean = keys == 0 ? 0 : bytes / keys;
    boolean large = mean > ONE_PUT;
    return new Workload(
        all, all, all, new Tally(), large ? all : new Tally(), large ? keys * partsOf(mean) : 0);
  }

  /** The parts of an object that needs a multipart upload. */
  static long partsOf(long size) {
    return (size + PART - 1) / PART;
  }

  /** Missing and stale objects. */
  Tally copied() {
    Tally copied = new Tally();
    copied.add(missing);
    copied.add(stale);
    return copied;
  }
}
