/**
 * The replicator: reads hints from a queue and makes the replica of each key equal to the primary's
 * object. Only {@code ReplicatorHandler} uses Lambda's types.
 */
@NullMarked
package dev.understudy.replicator;

import org.jspecify.annotations.NullMarked;
