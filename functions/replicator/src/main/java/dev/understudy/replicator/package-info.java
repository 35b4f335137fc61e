/**
 * From a queue of hints to correct replicas, one key at a time. Only {@code ReplicatorHandler} sees
 * Lambda.
 */
@NullMarked
package dev.understudy.replicator;

import org.jspecify.annotations.NullMarked;
