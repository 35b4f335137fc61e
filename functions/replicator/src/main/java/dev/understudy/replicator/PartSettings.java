package dev.understudy.replicator;

/**
 * How large objects are cut where the primary's own parts cannot be kept, and how many parts of one
 * object are on their way at a time.
 *
 * @param bytes the size of a part where the number of parts allows it, at least 5 MiB
 * @param parallel at least 1; each part under way holds a few small buffers and two connections
 * @param resumableBytes from this size on an upload is remembered, so that another invocation can
 *     go on with it
 */
record PartSettings(long bytes, int parallel, long resumableBytes) {}
