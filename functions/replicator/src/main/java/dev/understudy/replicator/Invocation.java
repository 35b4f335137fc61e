package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;

/** One invocation of the function. */
record Invocation(String requestId, Deadline deadline) {}
