/**
 * Clients of the buckets: the application that writes, the reader, and the comparison of both
 * buckets. They know nothing of the replicator.
 */
@NullMarked
package dev.understudy.lab.client;

import org.jspecify.annotations.NullMarked;
