/**
 * Looks at both origins, the edge and all that failover rests on, once a minute, and tells
 * CloudWatch what it saw. Keeps nothing from one run to the next.
 */
@NullMarked
package dev.understudy.healthprobe;

import org.jspecify.annotations.NullMarked;
