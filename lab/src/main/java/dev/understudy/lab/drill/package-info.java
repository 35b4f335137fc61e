/**
 * Failover rehearsed: an edge before both origins, readers and a writer, a primary that fails and
 * comes back, and what readers saw of it.
 */
@NullMarked
package dev.understudy.lab.drill;

import org.jspecify.annotations.NullMarked;
