package dev.understudy.cli.plan;

/** What metrics count of an installation, and {@link UsageReport} prices. */
public enum Quantity {
  /** Keys that the replicator read at the primary. */
  OUTCOMES,
  /** Bytes copied to the standby. */
  BYTES,
  /** Keys that the reconciler compared, over all passes. */
  KEYS_COMPARED,
  /** Messages sent to the changes queue. */
  CHANGES,
  /** Messages sent to the repairs queue. */
  REPAIRS,
  /** Requests to SQS that returned no message. */
  EMPTY_RECEIVES,
  /** Lambda GB-seconds of all functions. */
  GB_SECONDS,
  /** Invocations of all functions. */
  INVOCATIONS,
  /** Bytes of logs of all functions. */
  LOG_BYTES,
  /** Hints that another hint of the same key settled with its own. */
  COALESCED,
  /** Bytes that copies for these hints would have sent. */
  COALESCED_BYTES,
  /** Bytes that copies would have sent where only labels or the time changed. */
  RELABELED_BYTES
}
