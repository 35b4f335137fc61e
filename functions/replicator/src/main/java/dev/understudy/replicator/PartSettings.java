package dev.understudy.replicator;

/**
 * How large objects are split where the primary's parts cannot be kept, and how many parts of one
 * object are copied at a time.
 *
 * @param bytes the size of a part, at least 5 MiB, unless the number of parts would be too large
 * @param parallel at least 1; each part in progress holds a few small buffers and two connections
 * @param resumableBytes the size from which an upload is recorded before its first part, so that a
 *     second worker leaves it to the first. Smaller ones are recorded when they are cut off
 * @param reusableBytes the size from which a copy uses the bytes of the replica, if they are the
 *     original's
 * @param maxBytes the size up to which the primary's parts are kept
 */
record PartSettings(
    long bytes, int parallel, long resumableBytes, long reusableBytes, long maxBytes) {
  /**
   * 128 KiB. Below it, one PUT replaces the three requests of an upload. Chosen, not measured
   * (docs/decisions/0016).
   */
  static final long REUSABLE_BYTES = 128 << 10;

  PartSettings(long bytes, int parallel, long resumableBytes) {
    this(bytes, parallel, resumableBytes, REUSABLE_BYTES, Long.MAX_VALUE);
  }

  /**
   * These settings with smaller parts.
   *
   * @param largest the size up to which the primary's parts are kept, and an object may be one part
   */
  PartSettings within(long most, long largest) {
    return new PartSettings(
        Math.min(bytes, most), parallel, Math.min(resumableBytes, largest), reusableBytes, largest);
  }
}
