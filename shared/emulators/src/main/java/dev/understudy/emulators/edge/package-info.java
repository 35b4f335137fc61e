/**
 * An edge that behaves as Cloudflare's documentation describes its load balancer: monitors, quorum,
 * consecutive results, ordered pools, one retry. It has no cache: every request goes to an origin.
 */
@NullMarked
package dev.understudy.emulators.edge;

import org.jspecify.annotations.NullMarked;
