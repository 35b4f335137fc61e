package dev.understudy.lab.drill;

/**
 * One read through the edge.
 *
 * @param begunNanos {@link System#nanoTime} when the request was sent
 * @param endedNanos {@link System#nanoTime} when the last byte arrived or the request failed
 * @param served whether the object arrived complete
 * @param by the origin that answered, or the edge
 * @param retried whether the edge asked a second origin
 */
record Read(long begunNanos, long endedNanos, boolean served, String by, boolean retried) {}
