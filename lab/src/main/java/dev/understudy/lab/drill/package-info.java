/**
 * The failover drill of {@code make drill}: an edge in front of both buckets, readers, a writer,
 * and a primary that fails and returns. {@code Ledger} checks every read.
 */
@NullMarked
package dev.understudy.lab.drill;

import org.jspecify.annotations.NullMarked;
