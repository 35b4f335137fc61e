package dev.understudy.replicator;

/** One call of the function. */
record Invocation(String requestId, Deadline deadline) {}
