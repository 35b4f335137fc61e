/**
 * An edge as Cloudflare's documentation describes its load balancer: monitors, quorum, results in a
 * row, ordered pools, one retry. It has no cache: what is asked of it is asked of an origin.
 */
@NullMarked
package dev.understudy.emulators.edge;

import org.jspecify.annotations.NullMarked;
