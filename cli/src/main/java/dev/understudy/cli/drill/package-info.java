/**
 * Drills on a live installation. {@code DisabledPool} and {@code HiddenHealthObject} make the edge
 * fail over from the primary, {@code ServingOrigin} reads which origin serves, and {@code Drill}
 * measures the failover and restores the original state.
 */
@NullMarked
package dev.understudy.cli.drill;

import org.jspecify.annotations.NullMarked;
