/**
 * The health probe: checks both origins, the edge and everything that a failover needs, once a
 * minute, and sends the results to CloudWatch. Keeps nothing from one run to the next.
 */
@NullMarked
package dev.understudy.healthprobe;

import org.jspecify.annotations.NullMarked;
