package dev.understudy.lab.drill;

/**
 * One read through the edge.
 *
 * @param begunNanos as {@link System#nanoTime}
 * @param endedNanos the same, when the last byte had come or none was to come
 * @param served whether the object came, whole
 * @param by who answered; the edge itself, if no origin did
 * @param retried whether the edge asked a second origin
 */
record Read(long begunNanos, long endedNanos, boolean served, String by, boolean retried) {}
